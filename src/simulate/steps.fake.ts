/** Services of a scenario: one whose window receives and returns what the back office reviews. Times in minutes. */
export const settleInSteps = (receive: number, review: number, back: number): string => `services:
  - id: settle
    complexity: complex
    targetWait: 20min
    standardTime: 12min
    steps:
      - { id: receive, standard: ${receive}min }
      - { id: review, standard: ${review}min, doneBy: others }
      - { id: return, standard: ${back}min }`;
