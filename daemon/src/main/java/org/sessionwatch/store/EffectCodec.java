package org.sessionwatch.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.Micros;

/**
 * Effects as JSON, by the names of their parts, so that a later release reads what an earlier one
 * left: a part that it does not know any more is passed over, one that was not there yet is null.
 * Thread-safe.
 */
final class EffectCodec {
  private static final Map<String, Class<? extends Effect>> KINDS =
      Arrays.stream(Effect.class.getPermittedSubclasses())
          .<Class<? extends Effect>>map(kind -> kind.asSubclass(Effect.class))
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(instants())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  private EffectCodec() {}

  /** The kind's name, by which {@link #read} knows it. */
  static String kind(Effect effect) {
    return effect.getClass().getSimpleName();
  }

  static byte[] write(Effect effect) {
    try {
      return JSON.writeValueAsBytes(effect);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an effect is always JSON", e);
    }
  }

  /**
   * What was written.
   *
   * @throws IOException when it is of an unknown kind or not readable
   */
  static Effect read(String kind, byte[] json) throws IOException {
    Class<? extends Effect> type = KINDS.get(kind);
    if (type == null) {
      throw new IOException("a change of the unknown kind " + kind);
    }
    return JSON.readValue(json, type);
  }

  /** Microseconds since the epoch: what the tables keep too. */
  private static SimpleModule instants() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(
        Instant.class,
        new JsonSerializer<Instant>() {
          @Override
          public void serialize(Instant value, JsonGenerator to, SerializerProvider provider)
              throws IOException {
            to.writeNumber(Micros.of(value));
          }
        });
    module.addDeserializer(
        Instant.class,
        new JsonDeserializer<Instant>() {
          @Override
          public Instant deserialize(JsonParser from, DeserializationContext context)
              throws IOException {
            return Micros.toInstant(from.getLongValue());
          }
        });
    return module;
  }
}
