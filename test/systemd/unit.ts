import { type Machine, quoted } from './machine.ts';

/** What tests do with lobbyd.service on a machine, and read of it. */
export interface UnitUnderTest {
  /** Changes of the unit, in place of earlier ones; they hold from the next start on. */
  dropIn(text: string): Promise<void>;
  /** What the unit logged, systemd's own words included. */
  journal(words?: string): Promise<string>;
  /** Restarts that nobody asked for, since a start by hand or {@link forget}. */
  restarts(): Promise<number>;
  /** The pause before the next restart, µs. */
  nextPause(): Promise<number>;
  /** systemd forgets earlier restarts. */
  forget(): Promise<void>;
  /** systemd was told READY by another process than this one. */
  isBackAfter(pid: string): Promise<void>;
  /** kill -9, and waits until another process is READY; s from one to the other, by systemd's own stamps. */
  killed(): Promise<number>;
}

const DROP_INS = '/etc/systemd/system/lobbyd.service.d';
const OBJECT = '/org/freedesktop/systemd1/unit/lobbyd_2eservice';

/** Builds a {@link UnitUnderTest}. */
export function unitOn(on: () => Machine): UnitUnderTest {
  const isBackAfter = (pid: string): Promise<void> =>
    on().until(
      `test "$(systemctl show --value -p MainPID lobbyd)" != ${pid} && test "$(systemctl show --value -p ActiveState lobbyd)" = active`,
    );
  return {
    isBackAfter,
    async dropIn(text) {
      await on().must(
        `mkdir -p ${DROP_INS} && printf %s ${quoted(text)} > ${DROP_INS}/test.conf && systemctl daemon-reload`,
      );
    },
    journal: async (words = '-n 60') => (await on().run(`journalctl --no-pager -o cat -u lobbyd ${words}`)).text,
    restarts: async () => Number(await on().service('NRestarts')),
    async nextPause() {
      const property = 'org.freedesktop.systemd1.Service RestartUSecNext';
      const told = await on().must(`busctl get-property org.freedesktop.systemd1 ${OBJECT} ${property}`);
      return Number(told.replace('t ', ''));
    },
    forget: async () => void (await on().must('systemctl reset-failed lobbyd')),
    async killed() {
      const pid = await on().service('MainPID');
      const before = Number(await on().must(`cut -d' ' -f1 /proc/uptime; kill -9 ${pid}`));
      await isBackAfter(pid);
      return Number(await on().service('ActiveEnterTimestampMonotonic')) / 1e6 - before;
    },
  };
}

/** Terminals that are played stand for ttyUSB; a call that the filter refuses ends the daemon, so that none passes unseen. */
export const STRICT = '[Service]\nDeviceAllow=char-pts rw\nSystemCallErrorNumber=kill\n';
/** As it is shipped, but for the terminals. */
export const AS_SHIPPED = '[Service]\nDeviceAllow=char-pts rw\n';
