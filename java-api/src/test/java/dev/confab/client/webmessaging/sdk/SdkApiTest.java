package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program sees of these packages. */
class SdkApiTest {

    @Test
    void nothingOfKotlinIsVisible() throws Exception {
        assertEquals(
                List.of(),
                members()
                        .map(Executable::toGenericString)
                        .filter(signature -> signature.contains("kotlin"))
                        .toList());
    }

    @Test
    void namesAreThoseThatAPersonWrote() throws Exception {
        assertEquals(
                List.of(),
                members()
                        .map(member ->
                                member.getName().substring(member.getName().lastIndexOf('.') + 1))
                        .filter(name -> !name.matches("[a-zA-Z0-9$]+"))
                        .toList());
    }

    private static Stream<Executable> members() throws Exception {
        List<Executable> members = new ArrayList<>();
        Path home = Path.of(Objects.requireNonNull(
                        WebMessagingClient.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .toURI());
        String folder = WebMessagingClient.class.getPackageName().replace('.', '/');
        try (Stream<Path> files = Files.walk(home.resolve(folder))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = home.relativize(file).toString().replace('/', '.').replace(".class", "");
                if (name.endsWith("package-info")) {
                    continue;
                }
                Class<?> type = Class.forName(name);
                if (Modifier.isPublic(type.getModifiers())) {
                    members.addAll(Arrays.asList(type.getDeclaredMethods()));
                    members.addAll(Arrays.asList(type.getDeclaredConstructors()));
                }
            }
        }
        return members.stream().filter(member -> Modifier.isPublic(member.getModifiers()));
    }
}
