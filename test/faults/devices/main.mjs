// @ts-check
// Every device and the broker ill in every way, at the start and in mid-traffic.
import { runCampaign } from '../as-tests.mjs';

runCampaign(import.meta.dirname, { runs: 1_000, perMinute: 6 });
