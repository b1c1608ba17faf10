/** A raster picture as it came, or as the platform made it smaller. */
export type FetchedImage = { type: ImageType; bytes: Uint8Array<ArrayBuffer> };
export type ImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/avif';

export interface ImageSource {
  /**
   * Fetches a picture, at most `width` pixels wide where the platform can make it so; null for what is none, is larger than
   * 5 MB, or does not come in time. Never throws for what a server sends.
   */
  fetch(url: string, width: number): Promise<FetchedImage | null>;
}
