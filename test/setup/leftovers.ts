import { afterAll } from 'vitest';
import { removeLinkDirectories } from '../pty.ts';

// Here and not beside what is removed: files that share a process read that module once, a setup file runs before each.
afterAll(removeLinkDirectories);
