import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { openApi } from './openapi.ts';

/** Commands over HTTP for programs that read such documents. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  // Of the package; this is built into `dist/src/http/`.
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return { 'docs/http.openapi.yaml': stringify(openApi(version), { lineWidth: 0, aliasDuplicateObjects: false }) };
}
