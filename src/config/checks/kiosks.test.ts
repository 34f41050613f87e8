import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

describe('kiosks', () => {
  it('issue for services that the standard knows', () => {
    expect(linesOf({ branch: [['button: 1, service: cash', 'button: 1, service: csh']] })).toEqual([
      'etc/branch.yaml:17:31: unknown service "csh", expected "cash"',
    ]);
  });

  it('issue for segments that the standard knows', () => {
    expect(linesOf({ branch: [['service: cash, segment: ordinary', 'service: cash, segment: ordinry']] })).toEqual([
      'etc/branch.yaml:17:46: unknown segment "ordinry", expected "ordinary"',
    ]);
  });

  it('issue in languages that the standard knows', () => {
    expect(linesOf({ branch: [['language: zh-CN }', 'language: fr }']] })).toEqual([
      'etc/branch.yaml:17:66: unknown language "fr", expected one of zh-CN, en',
    ]);
  });

  it('have each button once', () => {
    expect(linesOf({ branch: [['button: 2,', 'button: 1,']] })).toEqual([
      'etc/branch.yaml:18:19: button 1 stands twice, expected it once (also at line 17)',
    ]);
  });

  it('have no more buttons than their panel', () => {
    expect(linesOf({ branch: [['button: 2,', 'button: 13,']] })).toEqual([
      'etc/branch.yaml:18:19: panel "panel1" has no button 13, expected 1 to 12',
    ]);
  });

  it('have a panel that is a panel', () => {
    expect(linesOf({ branch: [['panel: panel1', 'panel: display1']] })).toEqual([
      'etc/branch.yaml:14:12: "display1" is a display, expected a panel, such as "panel1"',
    ]);
  });

  it('have a printer that is a printer', () => {
    expect(linesOf({ branch: [['printer: printer1', 'printer: display1']] })).toEqual([
      'etc/branch.yaml:15:14: "display1" is a display, expected a printer, such as "printer1"',
    ]);
  });

  it('may have a reader of codes, which is one', () => {
    const reader = '  - { id: reader1, driver: reader-line, wire: { serial: /dev/serial/by-path/four } }';
    const device = ['devices:', `devices:\n${reader}`] as const;
    const used = (by: string) => ['printer: printer1', `printer: printer1\n    reader: ${by}`] as const;
    expect(linesOf({ branch: [device, used('reader1')] })).toEqual([]);
    expect(linesOf({ branch: [device, used('panel1')] })).toEqual([
      'etc/branch.yaml:16:13: "panel1" is a panel, expected a reader, such as "reader1"',
    ]);
    expect(linesOf({ branch: [used('readr1')] })[0]).toContain('etc/branch.yaml:16:13: unknown device "readr1"');
  });

  it('may have no printer', () => {
    expect(linesOf({ branch: [['printer: printer1', 'printer: none']] })).toEqual([
      'etc/branch.yaml:24:11: warning: nobody uses device "printer1", expected a counter or a kiosk that names it',
    ]);
  });

  it('have panels of their own', () => {
    expect(
      linesOf({
        branch: [
          [
            'buses:',
            '  - { id: kiosk2, panel: panel1, printer: printer1, buttons: [{ button: 1, service: cash, segment: ordinary, language: en }] }\nbuses:',
          ],
        ],
      }),
    ).toEqual(['etc/branch.yaml:19:26: "panel1" is used at line 14 already, expected a panel of its own']);
  });

  it('with a button for a service that issues no tickets are a warning', () => {
    expect(linesOf({ standard: [['standardTime: 4min', 'standardTime: 4min\n    isIssuing: false']] })).toEqual([
      'etc/branch.yaml:17:31: warning: the bank standard issues no tickets for "cash", expected a service with isIssuing: true',
    ]);
  });
});
