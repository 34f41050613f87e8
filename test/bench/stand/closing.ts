/** What a bench has opened and nobody has closed yet. */
const open: (() => unknown)[] = [];

/** Registers what is to be closed when the bench ends, however it ends: last opened, first closed. */
export function closeLater(close: () => unknown): void {
  open.push(close);
}

/** Closes all of it; goes on past what does not close. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) {
    try {
      await close();
    } catch (caught) {
      process.stderr.write(`does not close: ${caught instanceof Error ? caught.message : String(caught)}\n`);
    }
  }
}
