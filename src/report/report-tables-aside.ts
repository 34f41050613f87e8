import { minuteText } from './moments.ts';
import { count, moment, share, type Table, type TableCell, text, time } from './report-cells.ts';
import type { DayReport } from './report-schema.ts';
import { nameOf, type Section, type Telling } from './report-tables.ts';

type Row = readonly TableCell[];

/** A row for each service and machine. */
export function diversionsTable(sections: readonly Section[], telling: Telling, before: readonly string[]): Table {
  const { heads, groupings, tables } = telling.words;
  const rows = sections.flatMap(({ before: first, part }) =>
    part.diversions.map(({ service, machine, offered, chosen, silent, refused }): Row => {
      const names = [nameOf('service', service, telling), machine].map(text);
      const taken = share(chosen + silent, chosen + silent + refused);
      return [...first, ...names, ...[offered, chosen, silent, refused].map(count), taken];
    }),
  );
  const { machine, offered, chosen, silent, refused, taken } = heads;
  const head = [...before, groupings.service, machine, offered, chosen, silent, refused, taken];
  return { title: tables.diversions, head, rows };
}

/** A row for each kind of alert. */
export function alertKindsTable(sections: readonly Section[], { words }: Telling, before: readonly string[]): Table {
  const rows = sections.flatMap(({ before: first, part }) =>
    part.alertKinds.map(({ kind, raised, acknowledged, acknowledgedAfter, cleared, lasted, longest }): Row => {
      const counts = [raised, acknowledged].map(count);
      return [
        ...first,
        text(words.kinds[kind] ?? kind),
        ...counts,
        time(acknowledgedAfter),
        count(cleared),
        time(lasted),
        time(longest),
      ];
    }),
  );
  const { kind, raised, acknowledged, after, cleared, lasted, longest } = words.heads;
  const head = [...before, kind, raised, acknowledged, after, cleared, lasted, longest];
  return { title: words.tables['alert-kinds'], head, rows };
}

/** A row for each alert of a day. */
export function alertsTable(
  days: readonly { readonly before: Row; readonly day: DayReport }[],
  telling: Telling,
  before: readonly string[],
): Table {
  const { words } = telling;
  const rows = days.flatMap(({ before: first, day }) =>
    day.alerts.map((alert): Row => {
      const { raised, kind, service, counter, device, isCarried, times, lasted, acknowledged } = alert;
      const of = service === null ? '' : nameOf('service', service, telling);
      const at = counter === null ? '' : nameOf('counter', counter, telling);
      const told = [words.kinds[kind] ?? kind, of, at, device ?? '', isCarried ? words.yes : ''];
      const until = lasted === null ? text(words.stands) : time(lasted);
      const after = acknowledged ? time(acknowledged.after) : text('');
      return [
        ...first,
        moment(minuteText(raised)),
        ...told.map(text),
        count(times),
        until,
        after,
        text(acknowledged?.who ?? ''),
      ];
    }),
  );
  const { raised, kind, device, carried, times, lasted, after, who } = words.heads;
  const { service, counter } = words.groupings;
  const head = [...before, raised, kind, service, counter, device, carried, times, lasted, after, who];
  return { title: words.tables.alerts, head, rows };
}

/** A row for each device with which something was wrong, and for each of its conditions. */
export function devicesTable(sections: readonly Section[], { words }: Telling, before: readonly string[]): Table {
  const rows = sections.flatMap(({ before: first, part }) =>
    part.devices.flatMap(({ device, losses, down, share: part_, isDown, conditions }): readonly Row[] => {
      const ofAll: TableCell = { kind: 'share', value: part_ };
      const name = words.kinds['device-lost'] ?? '';
      const isLost = losses > 0 || down > 0 || isDown;
      const lost: Row = [...first, text(device), text(name), count(losses), time(down), ofAll];
      const others = conditions.map(({ condition, times, lasted }): Row => {
        const what = text(words.kinds[condition] ?? condition);
        return [...first, text(device), what, count(times), time(lasted), { kind: 'share', value: null }];
      });
      return isLost ? [lost, ...others] : others;
    }),
  );
  const { device, condition, times, lasted, downShare } = words.heads;
  return { title: words.tables.devices, head: [...before, device, condition, times, lasted, downShare], rows };
}

/** A row for each who asked for copies. */
export function reprintsTableOf(sections: readonly Section[], { words }: Telling, before: readonly string[]): Table {
  const rows = sections.flatMap(({ before: first, part: { reprints } }) => {
    if (reprints.asked === 0) return [];
    const by = reprints.by.map(({ who, asked }): Row => [...first, text(who), count(asked), text('')]);
    return [...by, [...first, text(words.all), count(reprints.asked), count(reprints.printed)]];
  });
  const { who, asked, printed } = words.heads;
  return { title: words.tables.reprints, head: [...before, who, asked, printed], rows };
}
