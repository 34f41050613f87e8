import type { Config, Lines, Texts } from '../config/config.ts';
import { textsIn } from '../outputs/ticket-texts.ts';
import type { Advice, Advised, ServiceGuidance } from '../views/advice.ts';

/** What the configuration says to customers of services: forms to prepare, messages of the bank. */

/** Papers and forms of services, each once: what two of them ask for is brought once. */
export function formsOf(config: Config, services: readonly string[]): readonly Texts[] {
  const forms = services.flatMap((id) => linesOf(config.services.find(({ rules }) => rules.id === id)?.forms ?? {}));
  return [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
}

/**
 * Messages of the bank for somebody who comes for services.
 *
 * @param segment of the customer; null: for everybody who may look on, so nothing that is meant for some
 */
export function messagesOf(
  { messages }: Config,
  services: readonly string[],
  segment: string | null,
): readonly { readonly id: string; readonly texts: Texts }[] {
  return messages
    .filter((message) => message.services?.some((id) => services.includes(id)) ?? true)
    .filter(({ segments }) => segments === null || (segment !== null && segments.includes(segment)))
    .map(({ id, texts }) => ({ id, texts }));
}

/** What a customer is told with a number. */
export function adviceFor(config: Config, { services, segment, language }: Advised): Advice {
  const inOwn = (texts: Texts): readonly string[] => textsIn(texts, [language]).slice(0, 1);
  return {
    forms: formsOf(config, services).flatMap(inOwn),
    messages: messagesOf(config, services, segment).flatMap(({ texts }) => inOwn(texts)),
  };
}

/** By configuration and service: asked for after every commit. */
const known = new WeakMap<Config, Map<string, ServiceGuidance | null>>();

/**
 * What screens in the hall tell the customers of a service; null: the configuration has no such service. The same value for
 * the same configuration: it is told again when that is another one.
 */
export function guidanceOf(config: Config, service: string): ServiceGuidance | null {
  const ofConfig = known.get(config) ?? new Map<string, ServiceGuidance | null>();
  known.set(config, ofConfig);
  const made = ofConfig.get(service);
  if (made !== undefined) return made;
  const guidance = guidanceMade(config, service);
  ofConfig.set(service, guidance);
  return guidance;
}

function guidanceMade(config: Config, service: string): ServiceGuidance | null {
  const found = config.services.find(({ rules }) => rules.id === service);
  if (!found) return null;
  return { names: found.names, forms: formsOf(config, [service]), messages: messagesOf(config, [service], null) };
}

/** Lines by language → line by line in all languages. */
export function linesOf(lines: Lines): readonly Texts[] {
  const most = Object.values(lines).reduce((count, each) => Math.max(count, each.length), 0);
  return Array.from({ length: most }, (_unused, index) =>
    Object.fromEntries(
      Object.entries(lines).flatMap(([tag, each]) => (each[index] === undefined ? [] : [[tag, each[index]]])),
    ),
  );
}
