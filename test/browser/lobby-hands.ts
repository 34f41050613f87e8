import type { Locator, Page } from 'playwright-core';

/** What a person does in the lobby manager's drawer, reading English. */
export interface LobbyHands {
  tab(name: string): Promise<void>;
  /** A row by its data attribute: `machine=machine1`. */
  row(what: string): Locator;
  /** A button by its whole name. */
  press(name: string): Promise<void>;
  /** What lobbyd answered last. */
  answered(text: string): Promise<void>;
  /**
   * Writes a value of a rule in *Rules now*, and waits until it is in force.
   *
   * @param thing as which the row marks what is in force
   * @param picks what is chosen, from left to right: a value or its text
   */
  writes(about: string, thing: string, says: string, ...picks: readonly string[]): Promise<void>;
}

/** The drawer of a page. */
export function lobbyHands(page: Page): LobbyHands {
  const tab = (name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();
  const row = (what: string): Locator => page.locator(`.lobby-body [data-${what}]`);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const said = page.getByRole('region', { name: 'What lobbyd reload said' });
  return {
    tab,
    row,
    press,
    answered: (text) => page.locator('.lobby-answer', { hasText: text }).waitFor(),
    async writes(about, thing, says, ...picks) {
      await tab('Rules now');
      const change = page.locator('.change', { has: page.locator('b', { hasText: about }) });
      for (const [place, value] of picks.entries()) await change.getByRole('combobox').nth(place).selectOption(value);
      await press(`Write and reload: ${about}`);
      await row(`in-force=${thing}`)
        .filter({ hasText: says })
        .waitFor()
        .catch(async (thrown: unknown) => {
          const [stands, answer] = [await row(`in-force=${thing}`).allInnerTexts(), await said.allInnerTexts()];
          throw new Error(`${about}: ${stands.join('; ')}, not ${says}; ${answer.join('; ')}`, { cause: thrown });
        });
    },
  };
}
