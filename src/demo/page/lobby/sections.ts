import { alerts } from './alerts.tsx';
import { appointments } from './appointments.tsx';
import { guidance } from './guidance.tsx';
import { hall } from './hall.tsx';
import { late } from './late.tsx';
import { marks } from './marks.tsx';
import { park } from './park.tsx';
import { recognise } from './recognise.tsx';
import { rules } from './rules.tsx';
import type { LobbySection } from './section.ts';
import { split } from './split.tsx';
import { tellers } from './tellers.tsx';
import { visit } from './visit.tsx';
import { waits } from './waits.tsx';
import { why } from './why.tsx';

/** The rules of the hall in the order of their tabs: one line each. */
export const SECTIONS: readonly LobbySection[] = [
  hall,
  rules,
  split,
  why,
  tellers,
  alerts,
  waits,
  guidance,
  recognise,
  visit,
  park,
  late,
  appointments,
  marks,
];
