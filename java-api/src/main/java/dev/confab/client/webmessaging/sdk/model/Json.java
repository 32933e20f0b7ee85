package dev.confab.client.webmessaging.sdk.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values of a JSON object in the types of the schema; what is of another kind is null and costs only itself. */
final class Json {

    private Json() {}

    static @Nullable String text(Map<String, @Nullable Object> json, String name) {
        return asText(json.get(name));
    }

    static @Nullable Integer integer(Map<String, @Nullable Object> json, String name) {
        return asInteger(json.get(name));
    }

    static @Nullable Long whole(Map<String, @Nullable Object> json, String name) {
        return asWhole(json.get(name));
    }

    static @Nullable Double decimal(Map<String, @Nullable Object> json, String name) {
        return asDecimal(json.get(name));
    }

    static @Nullable Boolean flag(Map<String, @Nullable Object> json, String name) {
        Object value = json.get(name);
        return value instanceof Boolean ? (Boolean) value : null;
    }

    static @Nullable Object any(Map<String, @Nullable Object> json, String name) {
        return json.get(name);
    }

    static @Nullable Date date(Map<String, @Nullable Object> json, String name) {
        Object value = json.get(name);
        return value instanceof String ? IsoTime.parse((String) value) : null;
    }

    static @Nullable Map<String, String> texts(Map<String, @Nullable Object> json, String name) {
        Map<String, @Nullable Object> object = asObject(json.get(name));
        if (object == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value.toString());
            }
        });
        return texts;
    }

    static <T> @Nullable T constant(Map<String, @Nullable Object> json, String name, Function<String, T> reader) {
        Object value = json.get(name);
        // The service sends "" where it has nothing to say (originatingEntity).
        return value instanceof String && !((String) value).isEmpty() ? reader.apply((String) value) : null;
    }

    static <T> @Nullable List<T> constants(
            Map<String, @Nullable Object> json, String name, Function<String, T> reader) {
        return list(json, name, value -> value instanceof String ? reader.apply((String) value) : null);
    }

    static <T> @Nullable T object(
            Map<String, @Nullable Object> json, String name, Function<Map<String, @Nullable Object>, T> maker) {
        Map<String, @Nullable Object> object = asObject(json.get(name));
        return object == null ? null : maker.apply(object);
    }

    static <T> @Nullable List<T> objects(
            Map<String, @Nullable Object> json, String name, Function<Map<String, @Nullable Object>, T> maker) {
        return list(json, name, value -> {
            Map<String, @Nullable Object> object = asObject(value);
            return object == null ? null : maker.apply(object);
        });
    }

    /** The elements that can be read. */
    static <T> @Nullable List<T> list(
            Map<String, @Nullable Object> json, String name, Function<@Nullable Object, @Nullable T> reader) {
        Object value = json.get(name);
        if (!(value instanceof List)) {
            return null;
        }
        List<T> list = new ArrayList<>();
        for (Object element : (List<?>) value) {
            T read = reader.apply(element);
            if (read != null) {
                list.add(read);
            }
        }
        return Collections.unmodifiableList(list);
    }

    static @Nullable Object asAny(@Nullable Object value) {
        return value;
    }

    static @Nullable String asText(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : null;
    }

    static @Nullable Integer asInteger(@Nullable Object value) {
        Long whole = asWhole(value);
        return whole != null && whole == whole.intValue() ? (Integer) whole.intValue() : null;
    }

    static @Nullable Long asWhole(@Nullable Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        return value instanceof Double && (Double) value == Math.rint((Double) value)
                ? (Long) ((Double) value).longValue()
                : null;
    }

    static @Nullable Double asDecimal(@Nullable Object value) {
        return value instanceof Number ? (Double) ((Number) value).doubleValue() : null;
    }

    @SuppressWarnings("unchecked") // The keys of a JSON object are texts.
    static @Nullable Map<String, @Nullable Object> asObject(@Nullable Object value) {
        return value instanceof Map ? (Map<String, @Nullable Object>) value : null;
    }

    static void put(Map<String, @Nullable Object> json, String name, @Nullable Object value) {
        if (value == null) {
            json.remove(name);
        } else {
            json.put(name, plain(value));
        }
    }

    static Map<String, @Nullable Object> copyOf(Map<String, @Nullable Object> json) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        json.forEach((name, value) -> copy.put(name, copied(value)));
        return copy;
    }

    private static @Nullable Object copied(@Nullable Object value) {
        Map<String, @Nullable Object> object = asObject(value);
        if (object != null) {
            return copyOf(object);
        }
        if (!(value instanceof List)) {
            return value;
        }
        List<@Nullable Object> list = new ArrayList<>();
        ((List<?>) value).forEach(element -> list.add(copied(element)));
        return list;
    }

    /** As it stands in JSON. */
    private static Object plain(Object value) {
        if (value instanceof JsonModel) {
            return ((JsonModel) value).json;
        }
        if (value instanceof Enum) {
            return value.toString();
        }
        if (value instanceof Date) {
            return IsoTime.format((Date) value);
        }
        if (value instanceof Integer) {
            return ((Integer) value).longValue();
        }
        if (value instanceof Map) {
            return new LinkedHashMap<>((Map<?, ?>) value);
        }
        if (value instanceof List) {
            List<Object> list = new ArrayList<>();
            ((List<?>) value).forEach(element -> list.add(plain(element)));
            return list;
        }
        return value;
    }
}
