// @ts-check
// A thousand times kill -9 under traffic: real files, real wires, a real broker.
import { runCampaign } from '../as-tests.mjs';

runCampaign(import.meta.dirname, { runs: 1_000, perMinute: 50 });
