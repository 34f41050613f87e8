import { Component, type ComponentChildren, type ComponentType, h } from 'preact';

/**
 * A component that is drawn again only when one of its props is another object: a branch with sixteen counters is not
 * drawn anew for each message.
 */
export function memo<P extends object>(draw: ComponentType<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const keys = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<string & keyof P>;
      return [...keys].some((key) => !Object.is((this.props as P)[key], next[key]));
    }

    override render(): ComponentChildren {
      return h(draw, this.props as P);
    }
  };
}
