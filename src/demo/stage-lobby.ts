import type { z } from 'zod';
import type { COMMANDS, CommandName, CommandResult } from '../commands/schema.ts';
import type { StateKind, StatePayload } from '../mqtt/schema/states.ts';
import type { Words } from './stage.ts';
import type { StagedSetting } from './stage-settings.ts';

export type { CommandName, CommandResult, StateKind, StatePayload };

/** The fields of a command of the daemon, as who gives it writes them. */
export type CommandWish<N extends CommandName> = z.input<(typeof COMMANDS)[N]>;

/** What became of a command: as the daemon answered it, or why not. */
export type CommandEnd =
  | { readonly kind: 'done'; readonly result: CommandResult }
  | {
      readonly kind: 'refused';
      /** Of the rules (`counter-closed`), of the way to the daemon (`http/…`), or `demo/no-answer`. */
      readonly code: string;
      readonly about: Readonly<Record<string, string | number>>;
      readonly why: Words;
    };

/** What `lobbyd explain` said, line by line, or why it said nothing. */
export type ExplainEnd =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: Words };

/** Calling rules that a counter may follow. */
export interface StagedProfile {
  readonly id: string;
  readonly kind: 'longest-wait' | 'simple-first' | 'complex-first' | 'score' | 'cycle';
}

/** What of the rules a lobby manager has to choose from. */
export interface StagedRules {
  readonly profiles: readonly StagedProfile[];
  readonly segments: readonly StagedChoice[];
  /** Ids of those that somebody may be raised to. */
  readonly raisesTo: readonly string[];
  /** Why a person may raise a customer's segment. */
  readonly upgradeReasons: readonly string[];
  /** Why a teller hands a customer to the client manager. */
  readonly referralReasons: readonly StagedChoice[];
  /** Up to where customers rate; null: they do not. */
  readonly marks: number | null;
  readonly messages: readonly StagedMessage[];
  /** Opening hours of the branch file; empty: it has none. */
  readonly week: readonly StagedHours[];
  /** Rules that the files can be made to say otherwise. */
  readonly settings: readonly StagedSetting[];
  /** Ids of the segments for which a counter may be told to be there alone; empty: there is no higher one. */
  readonly ownSegments: readonly string[];
}

/** Days of the week, `mon`, and from when to when it is open on them, `09:00-12:00`. */
export interface StagedHours {
  readonly days: readonly string[];
  readonly open: readonly string[];
}

/** A message of the bank; null: for customers of all services, or for everybody. */
export interface StagedMessage {
  readonly id: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly services: readonly string[] | null;
  readonly segments: readonly string[] | null;
}

/** Something to choose, with what it is called by language. */
export interface StagedChoice {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
}
