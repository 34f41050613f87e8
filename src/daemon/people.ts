import { randomBytes } from 'node:crypto';
import type { LiveBranch } from '../branch/branch.ts';
import type { BranchTime } from '../branch/time.ts';
import type { Clock } from '../clock.ts';
import type { AlertDoor } from '../commands/perform.ts';
import type { PrinterDoor } from '../commands/printer-door.ts';
import type { Config } from '../config/config.ts';
import type { DevicePorts } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { type CardDesk, openCardDesk } from '../inputs/card-desk.ts';
import { runKeypad } from '../inputs/keypad.ts';
import { runKiosk } from '../inputs/kiosk.ts';
import type { Store } from '../journal/store.ts';
import type { Lifetime } from '../lifetime.ts';
import { directDisplays } from '../outputs/display-director.ts';
import { formsOf, messagesOf } from './advice.ts';
import type { DeviceMaps } from './devices.ts';
import { cardButtons, cardsAt } from './kiosk-cards.ts';
import { codesOf } from './kiosk-codes.ts';
import type { Live } from './live.ts';
import { openPrinters } from './printers.ts';
import { ratingPads } from './rating.ts';
import { languagesOn } from './screens.ts';
import { slotKeyOf } from './slots.ts';

export interface PeopleParts {
  readonly live: Live;
  readonly branch: LiveBranch;
  readonly store: Store;
  readonly devices: DeviceMaps;
  readonly time: Pick<BranchTime, 'now' | 'label'>;
  readonly clock: Clock;
  /** Runs with branch time: how long a called number blinks counts from its call. */
  readonly branchClock: Clock;
  readonly log: Log;
  readonly alerts: Pick<AlertDoor, 'panic'>;
  readonly lifetime: Lifetime;
}

/** What people and devices have to do with each other in the branch. */
export interface People {
  /** Ends what another configuration would connect otherwise, before its devices go. */
  letGo(next: Config): Promise<void>;
  /** Connects what the configuration in force wants and is not connected: paper and displays first, so that nobody presses before somebody answers. */
  connect(): void;
  /** What is asked of printers beside the queue. */
  readonly printers: PrinterDoor;
}

/** One connection. It is ended and begun anew when its key changes. */
interface Connection {
  readonly name: string;
  readonly key: string;
  begin(): () => void | Promise<void>;
}

/** Nobody is connected yet. */
export function openPeople(needs: PeopleParts): People {
  const { branch, live, lifetime } = needs;
  const desk = openCardDesk({ branch, cards: () => live.config.cards, random: randomBytes });
  lifetime.hold('card desk', () => desk.stop());
  const printers = openPrinters(needs);
  const parts = { ...needs, desk, printers };
  const held = new Map<string, { readonly key: string; readonly end: () => Promise<void> }>();
  return {
    printers: printers.door,
    async letGo(next) {
      printers.expect(next);
      const keys = new Map(connectionsOf(parts, next).map(({ name, key }) => [name, key]));
      const going = [...held].filter(([name, { key }]) => keys.get(name) !== key);
      for (const [name] of going) held.delete(name);
      await Promise.all(going.map(([, { end }]) => end()));
    },
    connect() {
      for (const { name, key, begin } of connectionsOf(parts, parts.live.config)) {
        if (!held.has(name)) held.set(name, { key, end: lifetime.hold(name, begin()) });
      }
    },
  };
}

/** With what all kiosks know of today's cards, and the printers. */
type Parts = PeopleParts & { readonly desk: CardDesk; readonly printers: ReturnType<typeof openPrinters> };

function connectionsOf(parts: Parts, config: Config): readonly Connection[] {
  return [
    displays(parts, config),
    ...parts.printers.connections(config),
    ...keypads(parts, config),
    ...ratingPads(parts, config),
    ...kiosks(parts, config),
  ];
}

function displays({ branch, devices, branchClock: clock }: PeopleParts, config: Config): Connection {
  const { texts, blinkFor } = config.displays;
  const places = config.counters.flatMap(({ rules, display }) =>
    display === null ? [] : [[rules.id, display] as const],
  );
  const signs = config.devices.flatMap(({ id, kind }) => (kind === 'display' ? [[id, slotKeyOf(config, id)]] : []));
  return {
    name: 'displays',
    key: JSON.stringify([config.displays, places, signs]),
    begin() {
      const idle = new Map(devices.display);
      const led = new Map<string, DevicePorts['display']>();
      for (const [counter, display] of places) {
        const port = devices.display.get(display);
        if (port) led.set(counter, port);
        idle.delete(display);
      }
      // A sign that no counter has any more must not go on calling a number.
      for (const port of idle.values()) port.show({ text: texts.closed, isBlinking: false });
      return directDisplays({ branch, clock, displays: led, texts, blinkFor });
    },
  };
}

function keypads({ live, branch, devices, clock, log, alerts }: PeopleParts, config: Config): readonly Connection[] {
  return config.counters.flatMap(({ rules, keypad: device }) => {
    if (device === null) return [];
    const begin = (): (() => void) => {
      const keypad = devices.keypad.get(device);
      if (!keypad) return () => {};
      return runKeypad({
        branch,
        clock,
        log,
        device,
        keypad,
        counter: rules.id,
        panic: (counter) => alerts.panic(counter),
        get services() {
          return live.config.services.map((service) => service.rules.id);
        },
      });
    };
    return [{ name: `keypad of ${rules.id}`, key: slotKeyOf(config, device) ?? '', begin }];
  });
}

function kiosks(parts: Parts, config: Config): readonly Connection[] {
  const { live, branch, devices, clock, log, desk } = parts;
  return config.kiosks.map((kiosk) => ({
    name: `kiosk ${kiosk.id}`,
    key: JSON.stringify([kiosk.panel, kiosk.reader].map((device) => device && slotKeyOf(config, device))),
    begin() {
      const panel = devices.panel.get(kiosk.panel);
      if (!panel) return () => {};
      const printer = kiosk.printer === null ? null : (devices.printer.get(kiosk.printer) ?? null);
      const { whenPrinterNotReady: whenNotReady, severalWithin, lockOut, yesButton, papersWithin, care } = kiosk;
      const buttons = [...kiosk.buttons, ...cardButtons(kiosk, config)];
      const cards = cardsAt(kiosk, config, devices, desk);
      const codes = codesOf(parts, kiosk);
      const forms = (services: readonly string[]) => formsOf(live.config, services);
      const messages = (services: readonly string[]) =>
        messagesOf(live.config, services, null).map(({ texts }) => texts);
      const asks = { lockOut, yesButton, papersWithin, care };
      const paper = { printer, whenNotReady, severalWithin, ...asks, forms, messages, codes };
      const zone = (): string => live.config.branch.timeZone;
      const languages = () => languagesOn(live.config, kiosk.panel);
      const more = { zone, languages, ...paper, ...(cards ? { cards } : {}) };
      return runKiosk({ branch, clock, log, device: kiosk.panel, panel, buttons, ...more });
    },
  }));
}
