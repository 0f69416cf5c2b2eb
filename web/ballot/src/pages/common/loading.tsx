import { Columns, Skeleton } from "@veche/ui";

export const Loading = ({ title }: { readonly title: string }) => (
  <Columns>
    <div className="stack" {...STATUS}>
      <h1>{title}</h1>
    </div>
    <Skeleton />
  </Columns>
);

/** What changes by itself is read aloud without taking the focus. */
export const STATUS = { role: "status" } as const;
