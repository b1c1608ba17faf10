import { expect, test } from 'vitest';
import { MrkdwnText } from '../../dev/slack-page/mrkdwn-text.tsx';

const names = { users: new Map([['U1', 'Ana Keller']]), channels: new Map([['C1', 'newsroom']]) };

function drawn(text: string): string {
  return String(MrkdwnText({ text, names }));
}

test.each([
  ['&lt;!channel&gt; hi', '<div>&lt;!channel&gt; hi</div>'],
  ['&lt;https://x|y&gt;', '<div>&lt;https://x|y&gt;</div>'],
  ['&amp;lt;b&amp;gt;', '<div>&amp;lt;b&amp;gt;</div>'],
  ['# no heading', '<div># no heading</div>'],
  ['[no](link)', '<div>[no](link)</div>'],
  ['<javascript:alert(1)|press>', '<div>press</div>'],
  ['snake_case_name and 2*3*4', '<div>snake_case_name and 2*3*4</div>'],
])('shows %s as it stands', (text, html) => {
  expect(drawn(text)).toBe(html);
});

test.each([
  ['*bold* _italic_ ~gone~', '<div><b>bold</b> <i>italic</i> <s>gone</s></div>'],
  ['*粗体*。', '<div><b>粗体</b>。</div>'],
  ['`<@U1>`', '<div><code class="m-code">&lt;@U1&gt;</code></div>'],
  [
    '<@U1> in <#C1>',
    '<div><span class="m-mention">@Ana Keller</span> in <a class="m-mention" href="/slack/C1">#newsroom</a></div>',
  ],
  ['a\n&gt; b\n> c', '<div>a</div><blockquote>b<br/>c</blockquote>'],
  ['```x\n*y*```', '<pre class="m-pre">x\n*y*</pre>'],
  [':unknown_name:', '<div>:unknown_name:</div>'],
])('draws %s as Slack does', (text, html) => {
  expect(drawn(text)).toBe(html);
});

test('a bold link keeps its address and its label', () => {
  expect(drawn('*<https://example.org/a_b?c=1&amp;d=2|5 &lt; 6>*')).toBe(
    '<div><b><a href="https://example.org/a_b?c=1&amp;d=2" target="_blank" rel="noopener noreferrer">5 &lt; 6</a></b></div>',
  );
});

test('an unknown broadcast and a date are drawn from the message, not from the feed', () => {
  expect(drawn('<!here>')).toContain('@here');
  expect(drawn('<!date^1634002200^on {date_num}|then>')).toContain('>on 2021-10-12</time>');
});
