import type { QueueEvent } from '../queue/events.ts';

/** How customers who were offered a machine decided on one business day, for one service and machine. */
export interface DiversionFigures {
  readonly service: string;
  readonly machine: string;
  /** Customers who were asked; some of them take neither, and some say nothing. */
  offered: number;
  /** Who said so. */
  chosen: number;
  /** Who did not insist on a number, at a kiosk where nobody can say yes. */
  silent: number;
  /** Who insisted on a number. */
  refused: number;
}

/** The record of a day's diversion, kept event by event. Pure. */
export class DiversionRecord {
  #day: string | null = null;
  #figures = new Map<string, DiversionFigures>();

  /** Takes the next event of the journal. */
  take(event: QueueEvent): void {
    switch (event.type) {
      case 'day-opened':
        this.#day = event.day;
        this.#figures.clear();
        break;
      case 'refused':
        if (event.refusal.code === 'machine-better')
          this.#of(event.refusal.service, event.refusal.machine).offered += 1;
        break;
      case 'issued':
        if (event.declined !== undefined) this.#of(event.service, event.declined).refused += 1;
        break;
      case 'diverted':
        this.#of(event.service, event.machine)[event.how === 'chosen' ? 'chosen' : 'silent'] += 1;
        break;
      default:
    }
  }

  /** Sorted by service and machine. */
  figures(): { readonly day: string | null; readonly by: readonly DiversionFigures[] } {
    const by = [...this.#figures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, figures]) => ({ ...figures }));
    return { day: this.#day, by };
  }

  #of(service: string, machine: string): DiversionFigures {
    const key = `${service} ${machine}`;
    const figures = this.#figures.get(key) ?? { service, machine, offered: 0, chosen: 0, silent: 0, refused: 0 };
    this.#figures.set(key, figures);
    return figures;
  }
}

const HEAD = ['service', 'machine', 'offered', 'chosen', 'silent', 'refused', 'taken'];

/** The record of a day as a table for people; `taken`: the share of those who decided. */
export function diversionTable({ day, by }: ReturnType<DiversionRecord['figures']>): string {
  const lines = [HEAD, ...by.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [day ?? 'a day without a date', ...text].join('\n');
}

function rowOf({ service, machine, offered, chosen, silent, refused }: DiversionFigures): readonly string[] {
  const taken = chosen + silent;
  const decided = taken + refused;
  const share = decided === 0 ? '-' : `${Math.round((100 * taken) / decided)}%`;
  return [service, machine, ...[offered, chosen, silent, refused].map(String), share];
}
