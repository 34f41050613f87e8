/** Second line of a kiosk that cannot help: somebody of the branch can. */
export const ASK_STAFF = 'PLEASE ASK STAFF';
