declare module 'mjml' {
  export type MjmlProblem = { line: number; tagName: string; message: string; formattedMessage: string };
  export type MjmlOptions = {
    validationLevel: 'strict' | 'soft' | 'skip';
    filePath: string;
    actualPath: string;
    ignoreIncludes: boolean;
    includePath: string;
    keepComments: boolean;
    fonts: Record<string, string>;
    preprocessors: ((source: string) => string)[];
  };
  export default function mjml2html(
    source: string,
    options: MjmlOptions,
  ): Promise<{ html: string; errors: MjmlProblem[] }>;
}
