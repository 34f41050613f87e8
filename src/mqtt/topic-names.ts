import { LONGEST_WORD, WORD } from '../commands/values.ts';

/** Which branch and which unit of it the topics belong to. */
export interface TopicSettings {
  /** First level, `bq`; may have several levels. */
  readonly root: string;
  readonly branch: string;
  /** One of several controllers of a branch; `main` where there is one. */
  readonly unit: string;
}

/** The topics of one branch, all under one prefix. */
export interface TopicNames {
  /** `<root>/v1/<branch>/<unit>`: also the source of the CloudEvents. */
  readonly prefix: string;
  readonly avail: string;
  /** What the daemon subscribes to. */
  readonly commands: string;
  readonly panic: string;
  event(type: string): string;
  state(thing: string): string;
  /**
   * Name of a command, null when the topic is none of this branch's command topics; {@link UNREADABLE} when the name has
   * signs that no name has.
   */
  commandOf(topic: string): string | null;
  /**
   * The client that an answer goes to, null when the topic is not `…/res/<client>` of this branch.
   * Nobody makes the daemon, which may publish more than they may, publish elsewhere.
   */
  replyClientOf(topic: string): string | null;
}

/** Stands for the name of a command that must not be shown as it came. */
export const UNREADABLE = '?';

/** Longest topic that is taken as a reply topic, in characters. */
const LONGEST_REPLY = 256;

/**
 * Makes an id from the configuration fit to be one topic level: everything but letters, digits, dash, dot and
 * underscore is percent-encoded.
 */
export function topicLevel(id: string): string {
  if (/^[\w.-]*$/.test(id)) return id;
  // Through bytes, so that half a surrogate pair becomes the replacement character and not a fault.
  return encodeURIComponent(Buffer.from(id).toString()).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isOneLevelAfter(topic: string, start: string): boolean {
  return topic.startsWith(start) && topic.length > start.length && !topic.includes('/', start.length);
}

/** The topics of a branch. Version 1 stands in the topic: a breaking change gets topics of its own. */
export function topicNames(settings: TopicSettings): TopicNames {
  const prefix = `${settings.root}/v1/${topicLevel(settings.branch)}/${topicLevel(settings.unit)}`;
  const levelAfter = (topic: string, start: string): string | null => {
    if (!topic.startsWith(start)) return null;
    const level = topic.slice(start.length);
    return level.length <= LONGEST_WORD && WORD.test(level) ? level : null;
  };
  return {
    prefix,
    avail: `${prefix}/avail`,
    commands: `${prefix}/cmd/+`,
    panic: `${prefix}/live/panic`,
    event: (type) => `${prefix}/evt/${type}`,
    state: (thing) => `${prefix}/state/${thing}`,
    commandOf: (topic) =>
      levelAfter(topic, `${prefix}/cmd/`) ?? (isOneLevelAfter(topic, `${prefix}/cmd/`) ? UNREADABLE : null),
    replyClientOf: (topic) => (topic.length > LONGEST_REPLY ? null : levelAfter(topic, `${prefix}/res/`)),
  };
}
