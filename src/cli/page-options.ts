import { type Command, Option } from 'commander';
import type { PageLanguage } from '../simulate/page-texts.ts';
import { outputFile, refuseLanguage } from './output-files.ts';

/** What {@link pageOptions} reads. */
export interface PageOptions {
  readonly json: boolean;
  readonly html?: string;
  readonly language: PageLanguage;
}

/** Told here, so that other commands do not read what a page says. */
const LANGUAGES: readonly PageLanguage[] = ['zh-CN', 'en'];

/** Adds how a result of the simulator is told: as text, as JSON, or as a page. */
export function pageOptions(command: Command): Command {
  return command
    .addOption(new Option('--json', 'write the result as JSON, times in seconds').default(false))
    .addOption(
      new Option('--html <file>', 'write a page with charts to a file; - is standard output')
        .argParser(outputFile)
        .conflicts('json'),
    )
    .addOption(new Option('--language <tag>', 'language of the page').choices(LANGUAGES).default('en'));
}

/** The page that was asked for; null: none. Ends the program where a language is asked for and no page. */
export function pageOf(
  command: Command,
  { html, language }: PageOptions,
): { readonly file: string; readonly language: PageLanguage } | null {
  refuseLanguage(command, html !== undefined, "'--html <file>'");
  return html === undefined ? null : { file: html, language };
}
