/** What a person or a fault can do at the emulated scanner. */
export const ACTIONS: readonly string[] = ['scan TEXT', 'hold TEXT', 'scan-damaged TEXT', 'half TEXT'];
