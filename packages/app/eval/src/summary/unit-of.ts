/** Returns what a score is independent by: its example's cluster, else the example. The two kinds of names cannot meet. */
export function unitOf({ cluster, id }: { readonly id: string | number; readonly cluster?: string | undefined }): string {
  return cluster === undefined ? `item ${id}` : `cluster ${cluster}`;
}
