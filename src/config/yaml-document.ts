import { Composer, type CST, type Document, Lexer, Parser, parseDocument, YAMLParseError } from 'yaml';

/** Values that may be open at the same place of a text: far more than any file has. */
const MOST_OPEN = 200;

const OPTIONS = { prettyErrors: false, uniqueKeys: false };

/** What came of reading a text as YAML. */
export type ParsedText =
  | { readonly kind: 'document'; readonly document: Document.Parsed }
  /** `offset`: where it gets too deep. */
  | { readonly kind: 'too-deep'; readonly offset: number };

/**
 * The one document of a text, as the library's `parseDocument` makes it, unless its values are nested so deeply that the library,
 * which goes down by calls, might end the process: beyond the stack V8 has no error that could be caught.
 */
export function parsedText(text: string): ParsedText {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MOST_OPEN) return { kind: 'too-deep', offset: parser.offset };
  }
  tokens.push(...parser.end());
  // The library makes one of any text, also of none.
  const [document = parseDocument(''), second] = new Composer(OPTIONS).compose(tokens, true, text.length);
  if (second) {
    const [from, to] = second.range;
    document.errors.push(new YAMLParseError([from, to], 'MULTIPLE_DOCS', 'a second document begins'));
  }
  return { kind: 'document', document };
}
