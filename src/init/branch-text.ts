import type { StandardDocument } from '../config/schema/standard.ts';
import type { Answers } from './answers.ts';

/** What a branch file says of its standard. */
export type StandardFacts = Pick<StandardDocument, 'services' | 'segments' | 'profiles' | 'languages'>;

export interface BranchParts {
  readonly answers: Answers;
  readonly standard: StandardFacts;
  /** Path of the standard, as the branch file names it. */
  readonly standardFile: string;
  /** Names of the serial ports that are there. */
  readonly ports: readonly string[];
}

/** Buttons of the largest panel that the driver knows; services beyond have none. */
const BUTTONS = 24;

/** A first branch file: every counter serves everything, with a keypad and a display; one kiosk. Comments teach. */
export function branchText({ answers, standard, standardFile, ports }: BranchParts): string {
  const { id, name, timeZone } = answers;
  const names = standard.languages.map(({ tag }) => `${tag}: ${JSON.stringify(name)}`).join(', ');
  return `# A branch of lobbyd: its counters, kiosks and devices. After each change: lobbyd check FILE, then lobbyd doctor FILE.

# Part of every MQTT topic: choose it once.
id: ${id}
name: { ${names} }
timeZone: ${timeZone}
# The bank standard: which services there are, and how they are called. Seen from the folder of this file.
standard: ${JSON.stringify(standardFile)}

${countersText(answers, standard)}
${kioskText(standard)}
# Shared RS-485 wires: one for keypads, which are asked in turn, one for displays, which are only told.
${thereText(ports)}buses:
  - { id: bus1, wire: ${wireText(answers.keypads, 'KEYPADS')} }
  - { id: bus2, wire: ${wireText(answers.displays, 'DISPLAYS')} }

${devicesText(answers, Math.min(BUTTONS, standard.services.length))}
# What happened, on a local disk; the daemon makes the folder.
journal: { directory: /var/lib/lobbyd }

# Tickets carry a time of day only while the clock can be believed: synchronised, hardware-clock, or always.
clock: { trust: synchronised }

${mqttText(answers)}`;
}

function countersText({ counters }: Answers, { services, profiles }: StandardFacts): string {
  const ids = services.map((service) => service.id).join(', ');
  const profile = profiles[0]?.id ?? 'longest-wait';
  const line = (number: number): string =>
    `  - { id: counter${number}, number: ${number}, services: ${number === 1 ? `&all [${ids}]` : '*all'}, profile: ${profile}, display: display${number}, keypad: keypad${number} }`;
  return `# Windows. Give each the services that are served there; \`&all\` names the list, \`*all\` is the same list again.
counters:
${count(counters, line)}
`;
}

function kioskText({ services, segments, languages }: StandardFacts): string {
  const segment = segments[0]?.id ?? 'ordinary';
  const language = languages[0]?.tag ?? 'en';
  const buttons = services
    .slice(0, BUTTONS)
    .map(
      (service, index) =>
        `      - { button: ${index + 1}, service: ${service.id}, segment: ${segment}, language: ${language} }`,
    );
  return `# Where customers take a number. \`language\` is that of the ticket, and of what the kiosk answers where it can.
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    buttons:
${buttons.join('\n')}
`;
}

function devicesText({ counters, panel, printer }: Answers, buttons: number): string {
  return `# Wiring, addresses and settings stand in the README of each driver.
devices:
  # buttons: as many as the panel has, at least those that the kiosk uses. script: hanzi where its display has a Chinese font;
  # without that the kiosk says everything in English.
  - { id: panel1, driver: panel-line, wire: ${wireText(panel, 'PANEL')}, settings: { buttons: ${buttons} } }
  - { id: printer1, driver: printer-escpos, wire: ${wireText(printer, 'PRINTER')} }
${count(counters, (number) => `  - { id: keypad${number}, driver: keypad-line, bus: bus1, settings: { address: ${number} } }`)}
${count(counters, (number) => `  - { id: display${number}, driver: display-alpha, bus: bus2, settings: { address: ${number} } }`)}
`;
}

function mqttText({ broker }: Answers): string {
  if (broker === 'embedded') {
    return `# lobbyd runs a broker of its own for this machine alone. With a broker of the branch:
#   mqtt: { url: "mqtts://broker.example:8883", username: lobbyd, passwordFile: /etc/lobbyd/mqtt-password }
mqtt: { rootTopic: lobbyd }
`;
  }
  return `# If it asks for a name: username: lobbyd, passwordFile: /etc/lobbyd/mqtt-password (first line; for root and lobbyd alone).
mqtt: { url: ${JSON.stringify(broker)}, rootTopic: lobbyd }
`;
}

/** A path, a device server, or a name to be replaced. */
function wireText(place: string, what: string): string {
  if (place === '') return `{ serial: /dev/serial/by-path/PUT-THE-PORT-OF-THE-${what}-HERE }`;
  return place.startsWith('/') ? `{ serial: ${JSON.stringify(place)} }` : `{ tcp: ${JSON.stringify(place)} }`;
}

function thereText(ports: readonly string[]): string {
  if (ports.length === 0)
    return '# Names of ports: ls -l /dev/serial/by-path (they stay with the socket of the USB hub).\n';
  return `# Ports that were there when this file was made:\n${ports.map((port) => `#   ${port}\n`).join('')}`;
}

function count(number: number, line: (number: number) => string): string {
  return Array.from({ length: number }, (_unused, index) => line(index + 1)).join('\n');
}
