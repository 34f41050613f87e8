import { z } from 'zod';

// Before the first schema is made: to compile each schema of the configuration, which is read once, costs a start more than
// it saves.
z.config({ jitless: true });
