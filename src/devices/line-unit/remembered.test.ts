import { describe, expect, it } from 'vitest';
import { remembered } from './remembered.ts';

describe('a face that is read once', () => {
  it('shows what stands there now, also an empty one, and one that was there before', () => {
    const screen = remembered((face) => face.toLowerCase());
    expect(['', 'A', 'A', 'B', 'A', ''].map(screen)).toEqual(['', 'a', 'a', 'b', 'a', '']);
  });

  it('is the very reading that it was while it stays', () => {
    const screen = remembered((face) => ({ face }));
    expect(screen('A')).toBe(screen('A'));
  });
});
