package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicApiTest {

    private static final List<Class<?>> PUBLIC =
            List.of(AsyncMessagingClient.class, MessagingListener.class, Subscription.class);

    @Test
    void nothingOfKotlinIsVisible() {
        assertEquals(
                List.of(),
                methods()
                        .map(Method::toGenericString)
                        .filter(signature -> signature.contains("kotlin"))
                        .toList());
    }

    @Test
    void namesAreThoseThatAPersonWrote() {
        assertEquals(
                List.of(),
                methods()
                        .map(Method::getName)
                        .filter(name -> !name.matches("[a-zA-Z]+"))
                        .toList());
    }

    private static Stream<Method> methods() {
        return PUBLIC.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()));
    }
}
