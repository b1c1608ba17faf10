import { readConfig } from '../../../src/config.ts';
import { VARIABLES } from '../variables.ts';

/** The settings of every test's newsroom. */
export function testConfig() {
  return readConfig(VARIABLES);
}
