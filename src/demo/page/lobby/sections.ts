import { appointments } from './appointments.tsx';
import { late } from './late.tsx';
import { park } from './park.tsx';
import type { LobbySection } from './section.ts';
import { split } from './split.tsx';
import { why } from './why.tsx';

/** The rules of the hall in the order of their tabs: one line each. */
export const SECTIONS: readonly LobbySection[] = [split, why, park, late, appointments];
