package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webmessaging.sdk.model.BaseMessagingRecipient;
import dev.confab.client.webmessaging.sdk.model.ContentDatePicker;
import dev.confab.client.webmessaging.sdk.model.EventType;
import dev.confab.client.webmessaging.sdk.model.JsonModel;
import dev.confab.client.webmessaging.sdk.model.StructuredMessage;
import dev.confab.client.webmessaging.sdk.model.WebMessagingMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every model class, by its own methods. */
@SuppressWarnings("JavaUtilDate") // The type that programs use, and that Android 7 has.
class ModelTest {

    private static final String PACKAGE = JsonModel.class.getPackageName();

    @Test
    void everyFieldIsWrittenAndReadBack() throws Exception {
        List<Class<?>> models = models();
        assertTrue(models.size() > 100, models.size() + " models");
        int fields = 0;
        for (Class<?> type : models) {
            for (Method getter : getters(type)) {
                String name = getter.getName().substring(3);
                Object value = sample(getter.getGenericReturnType());
                Method setter = type.getMethod("set" + name, getter.getReturnType());
                Method chained = type.getMethod(
                        Character.toLowerCase(name.charAt(0)) + name.substring(1), getter.getReturnType());

                Object model = type.getConstructor().newInstance();
                assertNull(getter.invoke(model), type + "." + name);
                setter.invoke(model, value);
                Object other = type.getConstructor().newInstance();
                assertEquals(other, chained.invoke(other, value));
                assertEquals(model, other);

                Object read = JsonModel.read(((JsonModel) model).toJson(), type);
                assertEquals(value, getter.invoke(read), type + "." + name);
                assertEquals(model, read);
                assertEquals(model, ((JsonModel) read).copy());
                setter.invoke(model, new Object[] {null});
                assertEquals("{}", ((JsonModel) model).toJson());
                fields++;
            }
        }
        assertTrue(fields > 400, fields + " fields");
    }

    @Test
    void everyEnumKnowsItsValuesInAnyCaseAndStandsForUnknownOnes() throws Exception {
        for (Class<?> type : enums()) {
            Method reader = type.getMethod("fromString", String.class);
            for (Object constant : type.getEnumConstants()) {
                assertEquals(constant, reader.invoke(null, constant.toString().toUpperCase(Locale.ROOT)));
            }
            String unknown = reader.invoke(null, "no such value").toString();
            assertTrue(unknown.equals("Unknown") || unknown.equals("OutdatedSdkVersion"), type + ": " + unknown);
        }
    }

    @Test
    void whatIsUnknownStaysInTheJson() {
        StructuredMessage message = JsonModel.read(
                "{\"text\":\"hello\",\"new\":{\"deep\":[1,2.5,null,true]},\"events\":[{\"eventType\":\"Telepathy\",\"mind\":1}]}",
                StructuredMessage.class);
        assertEquals(
                EventType.UNKNOWN,
                Objects.requireNonNull(message.getEvents()).get(0).getEventType());
        message.text("changed").channel(null);
        assertEquals(
                "{\"text\":\"changed\",\"new\":{\"deep\":[1,2.5,null,true]},\"events\":[{\"eventType\":\"Telepathy\",\"mind\":1}]}",
                message.toJson());
    }

    @Test
    void timesHaveAnyNumberOfDigits() {
        for (String time : List.of(
                "2030-01-04T10:15:30.120Z",
                "2030-01-04T10:15:30.12Z",
                "2030-01-04T10:15:30.120999999Z",
                "2030-01-04T12:15:30.120+02:00",
                "2030-01-04T12:15:30.120+0200")) {
            assertEquals(new Date(1893752130120L), time(time), time);
        }
        assertEquals(new Date(1893752130000L), time("2030-01-04T10:15:30Z"));
        assertNull(time("yesterday"));
        assertNull(time("2030-02-30T10:15:30Z"));
    }

    @Test
    void anOuterObjectSharesItsNestedOnes() {
        WebMessagingMessage message = JsonModel.read("{\"channel\":{\"messageId\":\"1\"}}", WebMessagingMessage.class);
        Objects.requireNonNull(message.getChannel()).setMessageId("2");
        assertEquals("{\"channel\":{\"messageId\":\"2\"}}", message.toJson());
        assertEquals(
                "BaseMessagingRecipient[firstName]",
                new BaseMessagingRecipient().firstName("Mira").toString());
    }

    private static @Nullable Object time(String text) {
        return JsonModel.read("{\"dateMinimum\":\"" + text + "\"}", ContentDatePicker.class)
                .getDateMinimum();
    }

    private static Object sample(Type type) throws Exception {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == Map.class ? Map.of("key", "value") : List.of(sample(element));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        }
        if (JsonModel.class.isAssignableFrom(plain)) {
            return plain.getConstructor().newInstance();
        }
        Map<Class<?>, Object> samples = Map.of(
                String.class,
                "text",
                Integer.class,
                7,
                Long.class,
                1L << 40,
                Double.class,
                2.5,
                Boolean.class,
                true,
                Date.class,
                new Date(1893752130120L),
                Object.class,
                "any");
        return Objects.requireNonNull(samples.get(plain), plain.getName());
    }

    private static List<Method> getters(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("get") && Modifier.isPublic(method.getModifiers()))
                .toList();
    }

    private static List<Class<?>> models() throws Exception {
        return classes().stream()
                .filter(type -> JsonModel.class.isAssignableFrom(type) && type != JsonModel.class)
                .toList();
    }

    private static List<Class<?>> enums() throws Exception {
        return classes().stream().filter(Class::isEnum).toList();
    }

    private static List<Class<?>> classes() throws Exception {
        URI home = Objects.requireNonNull(JsonModel.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .toURI();
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(home).resolve(PACKAGE.replace('.', '/')))) {
            for (String name :
                    files.map(file -> file.getFileName().toString()).sorted().toList()) {
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    classes.add(Class.forName(PACKAGE + "." + name.replace(".class", "")));
                }
            }
        }
        return classes;
    }
}
