package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TomlLinesTest {
  private static final String TEXT =
      """
      top = 1 # [not.a.table]
      "quoted key" . inner = '''
      [hidden]
      a = 1''' # and on
      [ a . b ]
      text = \"""
      c = "\\""
      \"""
      list = [ # a comment ]
        { x = 1,
          y = "]" },
        [ 2, 3 ],
      ]
      after = 2024-01-01T00:00:00Z
      [[pbx]]
      name = "one"
      [pbx.ami]
      port = 1
      [[pbx]]
      ami.port = 2
      """;

  @Test
  void finds_every_key() {
    TomlLines lines = TomlLines.read(TEXT);
    assertThat(lines.find("top")).isEqualTo(1);
    assertThat(lines.find("quoted key.inner")).isEqualTo(2);
    assertThat(lines.find("hidden")).isZero();
    assertThat(lines.find("a.b")).isEqualTo(5);
    assertThat(lines.find("a.b.text")).isEqualTo(6);
    assertThat(lines.find("a.b.list")).isEqualTo(9);
    assertThat(lines.find("a.b.list[0].x")).isEqualTo(10);
    assertThat(lines.find("a.b.list[0].y")).isEqualTo(11);
    assertThat(lines.find("a.b.list[1][1]")).isEqualTo(12);
    assertThat(lines.find("a.b.after")).isEqualTo(14);
    assertThat(lines.find("pbx[0]")).isEqualTo(15);
    assertThat(lines.find("pbx[0].ami.port")).isEqualTo(18);
    assertThat(lines.find("pbx[1]")).isEqualTo(19);
    assertThat(lines.find("pbx[1].ami.port")).isEqualTo(20);
  }

  @Test
  void gives_a_missing_key_the_line_of_the_table_around_it() {
    TomlLines lines = TomlLines.read(TEXT);
    assertThat(lines.find("pbx[0].ami.user")).isEqualTo(17);
    assertThat(lines.find("nowhere.at.all")).isZero();
  }

  @Test
  void ends_on_any_text() {
    for (int end = 0; end <= TEXT.length(); end++) {
      for (int start = 0; start <= end; start += 7) {
        assertThat(TomlLines.read(TEXT.substring(start, end)).find("top")).isBetween(0, 22);
      }
    }
  }

  @Test
  void takes_windows_line_ends() {
    assertThat(TomlLines.read("[a]\r\nb = 1\r\nc = 2\r\n").find("a.c")).isEqualTo(3);
  }
}
