package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormatTest {
  private static final OffsetDateTime TIME = OffsetDateTime.parse("2026-11-22T23:18:59.069521Z");
  private static final String LONG_URI = "sip:" + "0123456789".repeat(8) + "@pbx.example";

  private static String written(
      Format format, int width, List<String> columns, List<List<@Nullable Object>> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    RowWriter writer = format.to(out, ZoneId.of("Europe/Berlin"), width);
    writer.begin(columns);
    rows.forEach(writer::row);
    writer.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void csv_is_rfc_4180_and_tells_null_from_an_empty_text() {
    assertThat(
            written(
                Format.CSV,
                0,
                List.of("a", "b"),
                List.of(
                    row(null, ""),
                    row("say \"hi\"", "a,b"),
                    row("two\r\nlines", TIME),
                    row(true, new BigDecimal("1.50")))))
        .isEqualTo(
            "a,b\r\n,\"\"\r\n\"say \"\"hi\"\"\",\"a,b\"\r\n"
                + "\"two\r\nlines\",2026-11-22T23:18:59.069521Z\r\ntrue,1.50\r\n");
  }

  @Test
  void json_is_one_array_whose_values_keep_their_kind() throws Exception {
    String text =
        written(
            Format.JSON,
            0,
            List.of("n", "t", "d", "b", "s", "z"),
            List.of(
                row(
                    new BigDecimal("12.50"),
                    TIME,
                    LocalDate.of(2026, 11, 22),
                    false,
                    "\"ü\u0001",
                    null),
                row(null, null, null, null, "", null)));
    assertThat(text.lines()).hasSize(4);
    JsonNode rows = new ObjectMapper().readTree(text);
    assertThat(rows.get(0).get("n").isNumber()).isTrue();
    assertThat(rows.get(0).get("t").textValue()).isEqualTo("2026-11-22T23:18:59.069521Z");
    assertThat(rows.get(0).get("d").textValue()).isEqualTo("2026-11-22");
    assertThat(rows.get(0).get("b").isBoolean()).isTrue();
    assertThat(rows.get(0).get("s").textValue()).isEqualTo("\"ü\u0001");
    assertThat(rows.get(1).get("z").isNull()).isTrue();
    assertThat(new ObjectMapper().readTree(written(Format.JSON, 0, List.of("a"), List.of())))
        .isEmpty();
  }

  @Test
  void a_table_is_in_local_time_with_numbers_to_the_right() {
    assertThat(
            written(
                Format.TABLE,
                0,
                List.of("at", "count", "who"),
                List.of(row(TIME, 7, "alice"), row(null, 1234567, null))))
        .isEqualTo(
            """
             at                         | count   | who
            ----------------------------+---------+-------
             2026-11-23 00:18:59.070+01 |       7 | alice
                                        | 1234567 |
            (2 rows)
            """
                .replace(".070", ".069"));
  }

  @Test
  void wide_and_combining_characters_keep_the_columns_in_line() {
    assertThat(
            written(
                Format.TABLE,
                0,
                List.of("name", "n"),
                List.of(row("総務部", 1), row("Zoe\u0308", 2), row("ab", 3))))
        .isEqualTo(
            " name   | n\n--------+---\n 総務部 | 1\n Zoe\u0308    | 2\n ab     | 3\n(3 rows)\n");
  }

  @Test
  void what_is_too_long_for_the_terminal_is_wrapped_in_its_cell() {
    String text =
        written(
            Format.TABLE, 60, List.of("caller", "n"), List.of(row(LONG_URI, 1), row("sip:a@b", 2)));
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    assertThat(text.replaceAll("[ |\n]|1|2", "")).contains(LONG_URI.replaceAll("[ |\n]|1|2", ""));
  }

  @Test
  void columns_that_do_not_fit_side_by_side_become_records() {
    List<String> columns = List.of("first_column", "second_column", "third_column");
    String text =
        written(Format.TABLE, 36, columns, List.of(row("a", LONG_URI, 1), row("b", null, 2)));
    assertThat(text)
        .startsWith("-[ 1 ]------------------------------\nfirst_column  | a\nsecond_column | sip:")
        .contains("-[ 2 ]---", "third_column  | 2\n(2 rows)\n");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(36));
  }

  @Test
  void a_time_is_not_read_in_pieces() {
    List<String> columns = List.of("at", "text");
    List<List<@Nullable Object>> rows = List.of(row(TIME, LONG_URI));
    assertThat(written(Format.TABLE, 50, columns, rows))
        .contains("2026-11-23 00:18:59.069+01 | sip");
    assertThat(written(Format.TABLE, 36, columns, rows))
        .startsWith("-[ 1 ]")
        .contains("at   | 2026-11-23 00:18:59.069+01\n");
  }

  @Test
  void a_strangers_user_agent_cannot_steer_the_terminal() {
    String text =
        written(Format.TABLE, 0, List.of("ua"), List.of(row("x\u001b[2Jy\u202ez\nw\ud800")));
    assertThat(text).contains("x\\u001b[2Jy\\u202ez\\u000aw\\ud800").doesNotContain("\u001b");
  }

  @Test
  void rows_after_the_first_thousand_are_wrapped_into_the_columns_found() {
    List<List<@Nullable Object>> rows = new java.util.ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("short", i));
    }
    rows.add(row("longer than short", 1_000));
    assertThat(written(Format.TABLE, 0, List.of("text", "n"), rows))
        .endsWith(" longe | 100\n r tha |   0\n n sho |\n rt    |\n(1001 rows)\n");
  }
}
