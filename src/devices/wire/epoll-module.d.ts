/** What is used of epoll 4, which brings no types: one epoll instance and one thread for the whole process. */
declare module 'epoll' {
  class Epoll {
    static readonly EPOLLIN: number;
    constructor(callback: (fault: Error | null, fd: number, events: number) => void);
    /** Throws when the file cannot be watched. */
    add(fd: number, events: number): this;
    remove(fd: number): this;
    /** Removes what is watched; once. */
    close(): void;
  }
  const epoll: { readonly Epoll: typeof Epoll };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module arrives as the default export
  export default epoll;
}
