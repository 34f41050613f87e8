import { Component, type ComponentChildren, type ComponentType, h } from 'preact';

/**
 * A component that is drawn again only when one of its props is another object: a branch with sixteen counters is not
 * drawn anew for each message.
 */
export function memo<P extends object>(draw: ComponentType<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return differs(this.props as P, next) || differs(next, this.props as P);
    }

    override render(): ComponentChildren {
      return h(draw, this.props as P);
    }
  };
}

/** Whether one of these has a prop that is not the same object in the others. */
function differs<P extends object>(these: P, others: P): boolean {
  for (const key in these) if (!Object.is(these[key], others[key])) return true;
  return false;
}
