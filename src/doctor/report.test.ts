import { describe, expect, it } from 'vitest';
import { fault, ok, warning } from './finding.ts';
import { findingText, summaryText } from './report.ts';

const LONG = '/dev/serial/by-path/platform-fd500000.pcie-pci-0000:01:00.0-usb-0:1.4:1.0-port0';

describe('the report of the doctor', () => {
  it('says in one breath what is in order', () => {
    expect(findingText(ok('clock/ok', '/dev/rtc0', 'there is a hardware clock'), false)).toBe(
      '✓ clock/ok               /dev/rtc0: there is a hardware clock',
    );
  });

  it('sets what is wrong and what to do in lines of 80 columns, and leaves a long name whole', () => {
    const finding = fault(
      'port/missing',
      `printer1, ${LONG}`,
      'there is no such port: the adapter is out, or in another socket of that hub',
      'plug it in, or write one that is there into the branch file: /dev/serial/by-id/usb-FTDI',
    );
    expect(findingText(finding, false).split('\n')).toEqual([
      '✗ port/missing           printer1,',
      `      ${LONG}`,
      '      there is no such port: the adapter is out, or in another socket of that',
      '      hub',
      '      → plug it in, or write one that is there into the branch file:',
      '        /dev/serial/by-id/usb-FTDI',
    ]);
  });

  it('colours the sign alone, and only when asked', () => {
    const finding = warning('disk/slow', '/var', 'slow', 'a better card');
    expect(findingText(finding, true).startsWith('\u001b[33m!\u001b[0m disk/slow ')).toBe(true);
    expect(findingText(finding, false)).not.toContain('\u001b');
  });

  it('lets nothing that a device said move the cursor', () => {
    expect(findingText(ok('device/ok', 'panel1', 'PNL\u001b[2J\r\n1.0'), false)).toBe(
      '✓ device/ok              panel1: PNL [2J 1.0',
    );
  });

  it('counts', () => {
    const findings = [
      ok('clock/ok', 'x', 'y'),
      warning('disk/slow', 'x', 'y', 'z'),
      warning('disk/slow', 'x', 'y', 'z'),
    ];
    expect(summaryText(findings)).toBe('0 faults, 2 warnings, 1 in order');
  });
});
