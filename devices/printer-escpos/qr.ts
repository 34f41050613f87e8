import qrcode from 'qrcode-generator';

/** A QR code as rows of dark (true) and light modules, without its quiet zone; empty when the data do not fit. */
export function qrModules(data: string, level: 'L' | 'M' | 'Q' | 'H'): readonly (readonly boolean[])[] {
  try {
    const code = qrcode(0, level);
    code.addData(data, 'Byte');
    code.make();
    const side = code.getModuleCount();
    return Array.from({ length: side }, (_row, row) =>
      Array.from({ length: side }, (_column, column) => code.isDark(row, column)),
    );
  } catch {
    // The generator throws a string for data that no version holds; a printer prints nothing then.
    return [];
  }
}
