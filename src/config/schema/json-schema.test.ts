import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testCatalogue } from '../spec.ts';
import { jsonSchemas } from './json-schema.ts';

interface Schema {
  readonly [keyword: string]: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
}

const parsed = (text: string): Schema => JSON.parse(text) as Schema;
const branch = parsed(jsonSchemas(testCatalogue).branch);
const standard = parsed(jsonSchemas(testCatalogue).standard);

/** Every key of a schema with its path. */
function* keysOf(schema: Schema, path: string): Generator<readonly [string, Schema, boolean]> {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${key}`, value, schema.required?.includes(key) ?? false];
    yield* keysOf(value, `${path}.${key}`);
  }
  if (schema.items) yield* keysOf(schema.items, `${path}[]`);
  for (const each of schema.oneOf ?? []) yield* keysOf(each, path);
}

describe('the JSON Schemas for editors', () => {
  it('describe every key of both files, those of driver settings too', () => {
    const keys = [...keysOf(branch, 'branch'), ...keysOf(standard, 'standard')];
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter(([, schema]) => !schema.description).map(([path]) => path)).toEqual([]);
  });

  it('name the default of every key that may be left out, unless leaving it out means something of its own', () => {
    const keys = [...keysOf(branch, 'branch'), ...keysOf(standard, 'standard')];
    const without = keys.filter(([, schema, isRequired]) => !isRequired && schema.default === undefined);
    expect(without.map(([path]) => path).sort()).toEqual(
      [
        'branch.counters[].noShowWithin',
        'branch.counters[].pausesAfter',
        'branch.counters[].steps[].services',
        'branch.counters[].display',
        'branch.counters[].hours',
        'branch.counters[].segments',
        'branch.counters[].helps',
        'branch.counters[].helps[].longerThan',
        'branch.counters[].helps[].of.services',
        'branch.counters[].helps[].of.categories',
        'branch.counters[].helps[].of.complexity',
        'branch.counters[].helps[].of.segments',
        'branch.counters[].keypad',
        'branch.counters[].ratingPad',
        'branch.counters[].ratingButtons',
        'branch.kiosks[].yesButton',
        'branch.switches[].of.papers',
        'branch.switches[].of.services',
        'branch.switches[].of.categories',
        'branch.switches[].of.complexity',
        'branch.switches[].of.segments',
        'branch.switches[].longestWait',
        'branch.switches[].waiting',
        'branch.switches[].targetUsed',
        'branch.profileSchedule[].days',
        'branch.profileSchedule[].holidays',
        'branch.profileSchedule[].dates',
        'branch.profileSchedule[].profile',
        'branch.kiosks[].reader',
        'branch.hours',
        'branch.holidays[].names',
        'branch.services[].hours',
        'branch.services[].perDay',
        'branch.services[].atClosing',
        'branch.perDay',
        'branch.kiosks[].care',
        'branch.kiosks[].care.buttons[].needs',
        'branch.kiosks[].care.buttons[].segment',
        'branch.kiosks[].lockOut',
        'branch.kiosks[].card',
        'branch.kiosks[].card.service',
        'branch.kiosks[].card.language',
        'branch.buses[].wire.serial',
        'branch.buses[].wire.tcp',
        'branch.buses[].line',
        'branch.devices[].wire.serial',
        'branch.devices[].wire.tcp',
        'branch.devices[].wire.serial',
        'branch.devices[].wire.tcp',
        'branch.devices[].wire.serial',
        'branch.devices[].wire.tcp',
        'branch.devices[].wire.serial',
        'branch.devices[].wire.tcp',
        'branch.mqtt.url',
        'branch.mqtt.username',
        'branch.mqtt.passwordFile',
        'branch.mqtt.caFile',
        'branch.mqtt.clientId',
        'branch.http',
        'branch.http.clients[].commands',
        'branch.power.ups',
        'branch.power.ups.topic',
        'branch.power.ups.low',
        'branch.power.ups.panel',
        'branch.power.ups.button',
        'branch.ticket.logoText',
        'standard.segments[].announce',
        'branch.alerts.waitOver',
        'branch.alerts.serviceOver',
        'branch.alerts.counterIdle',
        'branch.alerts.queueLong',
        'branch.alerts.allQueuesLong',
        'branch.alerts.passedOver',
        'branch.alerts.clockUntrusted',
        'branch.alerts.diskNearlyFull',
        'branch.alerts.panicKey',
        'standard.profiles[].passOver',
        'standard.profiles[].conditions[].of.services',
        'standard.profiles[].conditions[].of.categories',
        'standard.profiles[].conditions[].of.complexity',
        'standard.profiles[].conditions[].of.segments',
        'standard.profiles[].conditions[].of.papers',
        'standard.profiles[].conditions[].longestWait',
        'standard.profiles[].conditions[].waiting',
        'standard.profiles[].conditions[].targetUsed',
        'standard.profiles[].exponent',
        'standard.profiles[].parts',
        'standard.profiles[].parts[].of.services',
        'standard.profiles[].parts[].of.categories',
        'standard.profiles[].parts[].of.complexity',
        'standard.profiles[].parts[].of.segments',
        'standard.profiles[].parts[].of.papers',
        'standard.referralReasons[].service',
        'standard.rules.visit.transferPlace',
        'standard.messages[].services',
        'standard.messages[].segments',
        'standard.services[].diversion',
        'standard.services[].diversion.segments',
        'standard.services[].hours',
        'standard.services[].perDay',
        'standard.services[].atClosing',
        'standard.holidays[].names',
        'standard.rules.rating.tellBelow',
      ].sort(),
    );
  });

  it('know each driver of the catalogue by its name, with its settings', () => {
    const options = branch.properties?.devices?.items?.oneOf ?? [];
    expect(options.map(({ properties }) => properties?.driver?.const)).toEqual(testCatalogue.map(({ name }) => name));
    expect(options[3]?.properties?.settings?.properties?.address).toEqual({
      type: 'integer',
      minimum: 1,
      maximum: 31,
      description: 'Address on the bus, 1 to 31.',
    });
  });

  it('refuse unknown keys, those of open driver settings too', () => {
    const panel = branch.properties?.devices?.items?.oneOf?.[0];
    expect([branch, standard, panel, panel?.properties?.settings].map((each) => each?.additionalProperties)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('of the bank standard stands in config/ as it is made', () => {
    const file = new URL('../../../config/bank-standard.schema.json', import.meta.url);
    expect(readFileSync(file, 'utf8') === jsonSchemas([]).standard, 'config/bank-standard.schema.json is stale').toBe(
      true,
    );
  });
});
