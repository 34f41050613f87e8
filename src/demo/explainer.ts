import { spawn } from 'node:child_process';
import type { ExplainEnd } from './stage.ts';

export interface ExplainerParts {
  /** The Node that runs the demo. */
  readonly node: string;
  /** Path of the built program, `dist/program/lobbyd/main.js`. */
  readonly program: string;
  readonly journalDirectory: string;
  readonly timeZone: string;
}

/** A number as it may stand on a slip. */
const LABEL = /^[A-Za-z0-9]{1,16}$/;

/**
 * Has `lobbyd explain` say why a ticket was called when it was: the program that a technician would ask, in its words.
 *
 * @returns what to call; never rejects
 */
export function explainer({ node, program, journalDirectory, timeZone }: ExplainerParts) {
  return (label: string, language: string): Promise<ExplainEnd> => {
    if (!LABEL.test(label)) return Promise.resolve(unknownTicket(label));
    const words = ['explain', label, '--journal', journalDirectory, '--language', language, '--zone', timeZone];
    return new Promise((resolve) => {
      const child = spawn(node, [program, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      child.once('error', () => resolve(unknownTicket(label)));
      child.once('close', (code) =>
        resolve(code === 0 ? { kind: 'done', text: text.trimEnd() } : unknownTicket(label)),
      );
    });
  };
}

function unknownTicket(label: string): ExplainEnd {
  return {
    kind: 'refused',
    why: { 'zh-CN': `日志中没有 ${label}`, en: `no ticket of this journal has the number ${label}` },
  };
}
