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
}

/** The drawer of a page. */
export function lobbyHands(page: Page): LobbyHands {
  return {
    tab: (name) => page.getByRole('tab', { name, exact: true }).click(),
    row: (what) => page.locator(`.lobby-body [data-${what}]`),
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    answered: (text) => page.locator('.lobby-answer', { hasText: text }).waitFor(),
  };
}
