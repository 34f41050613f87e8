import type { Config } from '../config/config.ts';
import { openReader } from '../journal/reader.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Machine } from './machine.ts';

/** A record that was trusted and lies so far ahead tells of a clock that fell back. */
const BEHIND = 60_000;

/**
 * Whether the wall clock may be believed, by the rule of the branch file, and whether it is behind the journal.
 *
 * @param wall the time now, Unix ms
 */
export function examineClock({ clock, journalDirectory }: Config, machine: Machine, wall: number): readonly Finding[] {
  const last = lastTrusted(journalDirectory);
  const found: Finding[] = [];
  if (last !== null && last - wall > BEHIND) {
    const what = `the clock says ${time(wall)}, but the journal was written at ${time(last)}, with a clock that was right`;
    const next = 'set the clock (timedatectl), and see whether the battery of the hardware clock is empty';
    found.push(fault('clock/behind-journal', 'clock of the machine', what, next));
  }
  const isSynchronised = machine.node(clock.synchronisedFile) !== null;
  switch (clock.trust) {
    case 'always':
      found.push(ok('clock/ok', 'clock.trust: always', 'the clock is always believed: another machine keeps it'));
      break;
    case 'synchronised':
      found.push(
        isSynchronised
          ? ok('clock/ok', clock.synchronisedFile, 'the clock is synchronised')
          : notSynchronised(clock.synchronisedFile, machine),
      );
      break;
    case 'hardware-clock':
      found.push(byHardware(clock.hardwareClock, isSynchronised, machine));
  }
  return found;
}

function notSynchronised(file: string, machine: Machine): Finding {
  const what = 'the clock is not synchronised: tickets carry no time of day, and no business day begins by itself';
  const isChrony = machine.list('/run').includes('chrony');
  const next = isChrony
    ? 'chrony keeps the clock and makes no such file: use systemd-timesyncd, or name a file that is there once the clock is set'
    : 'timedatectl timesync-status tells which time server it asks; a hardware clock makes up for a missing one';
  return warning('clock/not-synchronised', file, what, next);
}

function byHardware(device: string, isSynchronised: boolean, machine: Machine): Finding {
  if (machine.node(device) !== null) return ok('clock/ok', device, 'there is a hardware clock');
  const next = `fit the clock and its overlay (dtoverlay=i2c-rtc,…), or write clock: { trust: synchronised }`;
  const what = isSynchronised
    ? 'there is no hardware clock: after a power cut without network the time is not known'
    : 'there is no hardware clock, and the clock is not synchronised either: tickets carry no time of day';
  return (isSynchronised ? warning : fault)('clock/no-hardware-clock', device, what, next);
}

/** Wall time of the newest record if the clock was trusted then, Unix ms. What ails the journal is told elsewhere. */
function lastTrusted(directory: string): number | null {
  try {
    const reader = openReader(directory);
    try {
      const [record] = reader.read(reader.last(), 1);
      return record?.isTrusted ? record.at + record.offset : null;
    } finally {
      reader.close();
    }
  } catch {
    return null;
  }
}

function time(wall: number): string {
  return new Date(wall - (wall % 1_000)).toISOString().replace('.000', '').replace('T', ' ');
}
