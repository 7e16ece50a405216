/** One thing that a person runs. */
export interface GuideCommand {
  /** What it is for: `Traffic to shop.example.org through entry of kube-01: HTTP`. */
  readonly title: string;
  /** A line for bash, or several. */
  readonly command: string;
}
