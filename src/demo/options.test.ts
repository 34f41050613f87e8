import { afterEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../process.ts';
import { type DemoOptions, demoOptions } from './options.ts';

afterEach(() => void vi.restoreAllMocks());

/** What was understood, or what is told on standard error. */
function given(...words: readonly string[]): DemoOptions | string {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const options = demoOptions(['node', 'demo', ...words]);
  if (typeof options !== 'number') return options;
  expect(options).toBe(EXIT.usage);
  return said;
}

describe('the command line of the demo', () => {
  it('asks for nothing', () => {
    expect(given()).toMatchObject({ port: 8080, mqttPort: 0, directory: null, traffic: null, isQuiet: false });
  });

  it.each([1, 7, 20])('sends people %i times as fast', (times) => {
    expect(given('--traffic', `${times}`)).toMatchObject({ traffic: times });
  });

  it('has branch time run faster for who acts alone', () => {
    expect(given()).toMatchObject({ speed: 1 });
    expect(given('--speed', '6')).toMatchObject({ speed: 6, traffic: null });
    expect(given('--speed', '30')).toMatch(/--speed.*a whole number from 1 to 20/);
  });

  it.each(['0', '21', '100', '2.5', '-1', 'fast', ''])('refuses to send people "%s" times as fast', (times) => {
    expect(given('--traffic', times)).toMatch(/--traffic.*a whole number from 1 to 20/);
  });

  it('takes the broker and the wires that are asked for, and no others', () => {
    expect(given('--broker', 'own', '--wires', 'tcp')).toMatchObject({ broker: 'own', wires: 'tcp' });
    expect(given('--broker', 'mosquitto')).toMatchObject({ broker: 'mosquitto' });
    expect(given('--broker', 'aedes')).toMatch(/--broker.*mosquitto, own/);
    expect(given('--wires', 'usb')).toMatch(/^error: .*--wires.*invalid/);
  });

  it('refuses a word that it does not know', () => {
    expect(given('--frob')).toMatch(/^error: unknown option/);
  });

  it.each(['--port', '--mqtt-port'])('refuses a %s that is none', (option) => {
    expect(given(option, '65536')).toContain('a port is a number from 0 to 65535');
    expect(given(option, '65535')).toMatchObject({ isQuiet: false });
  });
});
