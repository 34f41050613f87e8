import type { ProfileTime, TimeOfDay } from '../branch/calendar.ts';
import type { BranchHours } from '../branch/hours.ts';
import type { Millis } from '../clock.ts';
import type { Person } from '../commands/people.ts';
import type { CommandName } from '../commands/schema.ts';
import type { AnyDriver } from '../devices/driver.ts';
import type { CardBook, DeviceKind } from '../devices/kinds.ts';
import type { LineSettings } from '../devices/wire/wire.ts';
import type { KioskButton } from '../inputs/kiosk.ts';
import type { KioskCare } from '../inputs/kiosk-care.ts';
import type { LogLevel } from '../log.ts';
import type { DisplayTexts } from '../outputs/display-director.ts';
import type { CounterRules, ProfileRules, Rules, SegmentRules, ServiceRules, SwitchRules } from '../queue/rules.ts';
import type { MachineConfig, MessageConfig } from './guidance.ts';
import type { WireConfig } from './schema/wire.ts';

/** Text by language tag. */
export type Texts = Readonly<Record<string, string>>;
/** Lines of text by language tag. */
export type Lines = Readonly<Record<string, readonly string[]>>;

/** A service that the branch offers, with what customers read. */
export interface ServiceConfig {
  readonly rules: ServiceRules;
  readonly names: Texts;
  /** Papers and forms to prepare. */
  readonly forms: Lines;
}

/** A counter with its devices. */
export interface CounterConfig {
  readonly rules: CounterRules;
  /** Id of its display; null in the back office. */
  readonly display: string | null;
  /** Id of its keypad; null: it is worked through MQTT. */
  readonly keypad: string | null;
  /** Ids of the keypad and of the panel in front of the customer; null: there is none. */
  readonly ratingPad: string | null;
  readonly ratingButtons: string | null;
}

/** A kiosk with its devices and what its buttons are for. */
export interface KioskConfig {
  readonly id: string;
  /** Id of its panel. */
  readonly panel: string;
  /** Id of its printer; null: numbers are told on its screen. */
  readonly printer: string | null;
  readonly whenPrinterNotReady: 'refuse' | 'screen';
  /** How long a press waits for further ones of the same customer, ms; 0: not at all. */
  readonly severalWithin: Millis;
  /** One person presses again and again: so many, within ms, then nothing for ms; null: nobody is locked out. */
  readonly lockOut: { readonly presses: number; readonly within: Millis; readonly for: Millis } | null;
  /** Id of its reader of codes; null: it has none. */
  readonly reader: string | null;
  /** Null: it has no card reader. */
  readonly card: KioskCardConfig | null;
  /** Number of the button that says yes; null: none does. */
  readonly yesButton: number | null;
  /** How long it asks whether the papers are ready, ms; 0: not at all. */
  readonly papersWithin: Millis;
  readonly care: KioskCare | null;
  readonly buttons: readonly KioskButton[];
}

/** A card reader at a kiosk. */
export interface KioskCardConfig {
  /** Id of the device. */
  readonly reader: string;
  /** A card is forgotten after this long, ms. */
  readonly buttonWithin: Millis;
  /** A card draws a ticket for it at once; null: a button chooses. */
  readonly service: string | null;
  /** Of such a ticket. */
  readonly language: string;
}

/** What cards say. */
export interface CardsConfig {
  readonly prefixes: CardBook['prefixes'];
  /** Tickets of one card a business day; null: as many as it likes. */
  readonly limit: number | null;
}

/** A driver of a device with a wire of its own. */
export type WireDriver = Extract<AnyDriver, { readonly attach: 'wire' }>;
/** A driver of a device on pins of this machine. */
export type PinsDriver = Extract<AnyDriver, { readonly attach: 'pins' }>;
/** A driver of a unit on a bus. */
export type BusDriver = Extract<AnyDriver, { readonly attach: 'bus' }>;

/** A device with a wire of its own. */
export interface WireDeviceConfig {
  readonly attach: 'wire';
  readonly id: string;
  readonly kind: DeviceKind;
  readonly driver: WireDriver;
  /** What the driver's schema made of its settings. */
  readonly settings: unknown;
  readonly wire: WireConfig;
  readonly line: LineSettings;
}

/** A unit on a bus. */
export interface UnitConfig {
  readonly attach: 'bus';
  readonly id: string;
  readonly kind: DeviceKind;
  readonly driver: BusDriver;
  readonly settings: unknown;
  readonly bus: string;
  readonly address: string;
}

/** A device on pins of this machine. */
export interface PinsDeviceConfig {
  readonly attach: 'pins';
  readonly id: string;
  readonly kind: DeviceKind;
  readonly driver: PinsDriver;
  readonly settings: unknown;
}

/** A shared wire with its units, in the order of the file. */
export interface BusConfig {
  readonly id: string;
  readonly wire: WireConfig;
  readonly line: LineSettings;
  readonly units: readonly UnitConfig[];
}

/** A device, by whatever it is reached. */
export type DeviceConfig = WireDeviceConfig | UnitConfig | PinsDeviceConfig;

/** When the wall clock may be believed; both paths are whole. */
export interface ClockConfig {
  readonly trust: 'synchronised' | 'hardware-clock' | 'always';
  readonly synchronisedFile: string;
  readonly hardwareClock: string;
  readonly checkEvery: Millis;
}

/** The broker: lobbyd's own on the loopback address, or that of the branch; paths are whole. */
export type MqttConfig =
  | { readonly kind: 'embedded'; readonly port: number; readonly rootTopic: string }
  | {
      readonly kind: 'broker';
      readonly url: string;
      readonly username: string | null;
      readonly passwordFile: string | null;
      readonly caFile: string | null;
      readonly clientId: string;
      readonly rootTopic: string;
    };

/** A program that may give commands over HTTP. */
export interface HttpClientConfig {
  readonly name: string;
  /** Whole path. */
  readonly tokenFile: string;
  readonly commands: readonly CommandName[];
}

/** Where commands over HTTP are taken, and from whom. */
export interface HttpConfig {
  readonly listen: string;
  readonly port: number;
  readonly clients: readonly HttpClientConfig[];
}

/** How the UPS says that its battery is nearly empty, and how long the branch then stays down, ms. */
export type UpsConfig = { readonly downFor: Millis } & (
  | {
      readonly kind: 'topic';
      readonly topic: string;
      /** Words that all stand in the message. */
      readonly low: string;
    }
  | { readonly kind: 'panel'; readonly panel: string; readonly button: number }
);

/** What stands on a ticket. */
export interface TicketConfig {
  /** Null: the name of the branch. */
  readonly logoText: string | null;
  readonly farewell: Lines;
  readonly isBilingual: boolean;
  readonly arePeopleAheadPrinted: boolean;
  readonly isTimePrinted: boolean;
  readonly areFormsPrinted: boolean;
  readonly areMessagesPrinted: boolean;
  readonly isQrPrinted: boolean;
}

/** Rules that are the same at every counter. */
type OwnRules = 'version' | 'services' | 'segments' | 'counters' | 'profiles' | 'switches' | 'machines';
export type CommonRules = Omit<Rules, OwnRules>;

/** Both files, checked as one and resolved: every id leads somewhere, every default is filled in, every path is whole. */
export interface Config {
  /** SHA-256, hex, of what the two files say; comments and layout do not change it. */
  readonly digest: string;
  readonly files: { readonly branch: string; readonly standard: string };
  readonly branch: {
    readonly id: string;
    readonly name: Texts;
    readonly timeZone: string;
    readonly dayStartsAt: TimeOfDay;
  };
  /** Version of the bank standard. */
  readonly standardVersion: string;
  /** The most used first. */
  readonly languages: readonly { readonly tag: string; readonly name: string }[];
  /** Those that the branch offers, in the standard's order. */
  readonly services: readonly ServiceConfig[];
  readonly segments: readonly (SegmentRules & { readonly names: Texts })[];
  readonly cards: CardsConfig;
  readonly profiles: readonly ProfileRules[];
  readonly rules: CommonRules;
  readonly counters: readonly CounterConfig[];
  /** Counters that follow another profile while a measure is high. */
  readonly switches: readonly SwitchRules[];
  /** Opening hours of the branch, its services and its counters. */
  readonly hours: BranchHours;
  /** Profiles by the time of day. */
  readonly profileTimes: readonly ProfileTime[];
  readonly machines: readonly MachineConfig[];
  /** Messages of the bank. */
  readonly messages: readonly MessageConfig[];
  readonly kiosks: readonly KioskConfig[];
  /** All devices, in the order of the file: those with a wire of their own, the units of all buses, those on pins. */
  readonly devices: readonly DeviceConfig[];
  readonly wireDevices: readonly WireDeviceConfig[];
  readonly pinsDevices: readonly PinsDeviceConfig[];
  readonly buses: readonly BusConfig[];
  /** Persons for whom programs may speak. */
  readonly people: readonly Person[];
  readonly journalDirectory: string;
  /** Bytes that are to be free on its disk; null: nobody looks. */
  readonly journalFree: number | null;
  readonly clock: ClockConfig;
  readonly mqtt: MqttConfig;
  /** Null: no commands over HTTP. */
  readonly http: HttpConfig | null;
  /** Null: nobody says when the battery is nearly empty. */
  readonly ups: UpsConfig | null;
  readonly logLevel: LogLevel;
  readonly displays: { readonly texts: DisplayTexts; readonly blinkFor: Millis };
  readonly ticket: TicketConfig;
}
