/**
 * Reads a face as its display shows it; the last reading is kept, since who looks mostly sees what stood there before.
 *
 * @param read gives the same for the same face
 */
export function remembered<T>(read: (face: string) => T): (face: string) => T {
  let last: { readonly face: string; readonly shown: T } | null = null;
  return (face) => {
    if (last?.face !== face) last = { face, shown: read(face) };
    return last.shown;
  };
}
