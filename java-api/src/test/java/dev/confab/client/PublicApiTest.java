package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webmessaging.sdk.GenesysCloudRegionWebSocketHosts;
import dev.confab.transport.Confab;
import dev.confab.transport.store.RecordStore;
import dev.confab.transport.store.SessionStore;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a Java program sees of this module, and of the values, options and policies of the core, is Java: no type of Kotlin or
 * its libraries, and no name that a compiler made.
 */
class PublicApiTest {

    /** Of the core: what Java programs make, read and pass on. */
    private static final Predicate<String> FOR_JAVA = Pattern.compile(
                    "dev\\.confab\\.transport\\.((model|policy)\\.\\w+"
                            + "|MessagingClientConfig|ConnectOptions|AttachmentProgress|Confab"
                            + "|jvm\\.(AttachmentFiles|AttachmentPaths|CallbackThreads)"
                            + "|net\\.(TlsVersion|CertificatePin)"
                            + "|backend\\.(IncomingFile|AttachmentSource|AttachmentSink|TransportOptions)"
                            + "|backend\\.\\w+\\.(\\w+Options|GenesysCloudRegion|JourneyContext|AuthorizationRequest|Auth\\w*State"
                            + "|PushProvider|PushSync|DeploymentConfig|Credential\\w+|UserCredential|InvalidCredentials"
                            + "|Amm(Features(Listener)?|Flavour|MainConversation))"
                            + "|store\\.(SqliteSessionStore|Tink\\w+|InMemory\\w+))(\\$\\w+)*")
            .asMatchPredicate();

    /** What stands beside the Java of these classes for Kotlin, or for whoever brings an engine, a transport, a file of another kind. */
    private static final Map<String, String> FOR_OTHERS = Map.of(
            "Confab.getHttpClient", "for the side doors of a back end, which have Java faces",
            "Confab.create", "for whoever brings a Ktor engine",
            "createTransport", "called by Confab, of whatever options",
            "AttachmentSource.open", "Java programs take AttachmentFiles or AttachmentPaths",
            "AttachmentSink.open", "Java programs take AttachmentFiles or AttachmentPaths");

    private static final Pattern KOTLIN = Pattern.compile("\\b(kotlin|kotlinx|io\\.ktor|androidx)\\.");

    @Test
    void nothingOfKotlinIsVisibleInThisModule() {
        assertEquals(
                List.of(),
                types(AsyncMessagingClient.class, name -> true)
                        .flatMap(PublicApiTest::members)
                        .map(PublicApiTest::signature)
                        .filter(signature -> KOTLIN.matcher(signature).find())
                        .toList());
    }

    @Test
    void nothingOfKotlinIsVisibleInWhatJavaProgramsTakeFromTheCore() {
        assertEquals(
                List.of(),
                coreForJava()
                        .flatMap(PublicApiTest::members)
                        // An internal constructor of Kotlin looks like a public one here; those with such parameters
                        // are.
                        .filter(member -> !(member instanceof Constructor))
                        .filter(member -> !isForOthers(member) && !isOfEnum(member))
                        .filter(member -> !isInternal(member) && !isOfStore(member))
                        .map(PublicApiTest::signature)
                        .filter(signature -> KOTLIN.matcher(signature).find())
                        .toList());
    }

    @Test
    void namesAreThoseThatAPersonWrote() {
        assertEquals(
                List.of(),
                Stream.concat(types(AsyncMessagingClient.class, name -> true), coreForJava())
                        .flatMap(PublicApiTest::members)
                        .filter(member -> !(member instanceof Constructor) && !isInternal(member))
                        // Programs that move here wrote them so.
                        .filter(member -> !member.getDeclaringClass().equals(GenesysCloudRegionWebSocketHosts.class))
                        .filter(member -> !member.getName().matches("[a-zA-Z][a-zA-Z0-9]*|[A-Z0-9]+(_[A-Z0-9]+)*"))
                        .map(PublicApiTest::place)
                        .toList());
    }

    @Test
    void nothingSuspendsAndNoConstructorIsMadeByACompiler() {
        Set<String> found = new TreeSet<>();
        Stream.concat(types(AsyncMessagingClient.class, name -> true), coreForJava())
                .flatMap(PublicApiTest::members)
                .filter(member -> member instanceof Executable)
                .filter(member -> !isInternal(member) && !isOfStore(member))
                .forEach(member -> Arrays.stream(((Executable) member).getParameterTypes())
                        .map(Class::getName)
                        .filter(name -> name.matches("kotlin\\.(coroutines\\.Continuation|Unit|jvm\\..*)"))
                        .forEach(name -> found.add(place(member) + " takes " + name)));
        assertEquals(Set.of(), found);
    }

    /** Where options are many, a builder takes them: a constructor with many parameters of one kind is read wrongly. */
    @Test
    void optionsHaveBuilders() {
        List<String> without = coreForJava()
                .filter(type -> type.getSimpleName().matches("\\w+(Options|Config)")
                        && Modifier.isFinal(type.getModifiers())
                        && type.getEnclosingClass() == null)
                .filter(type -> !type.getSimpleName().matches("ConnectOptions|DeploymentConfig"))
                .filter(type -> Arrays.stream(type.getMethods())
                        .noneMatch(method ->
                                method.getName().equals("builder") && Modifier.isStatic(method.getModifiers())))
                .map(Class::getName)
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void theTestLooksAtSomething() {
        Set<String> names = coreForJava().map(Class::getSimpleName).collect(Collectors.toSet());
        assertTrue(names.containsAll(
                Set.of("Message", "Draft", "RatePolicy", "WebMessagingOptions", "MessagingClientConfig", "Confab")));
        List<Member> ours = types(AsyncMessagingClient.class, name -> true)
                .flatMap(PublicApiTest::members)
                .toList();
        assertTrue(ours.size() > 80, () -> ours.toString());
    }

    private static Stream<Class<?>> coreForJava() {
        return types(Confab.class, FOR_JAVA);
    }

    /** The public types of the jar, or folder, that one of them comes from. */
    private static Stream<Class<?>> types(Class<?> one, Predicate<String> isMeant) {
        return inClasses(one, root -> {
            List<Class<?>> types = new ArrayList<>();
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = root.relativize(file).toString();
                    if (!name.endsWith(".class") || name.contains("-")) {
                        continue;
                    }
                    String type =
                            name.substring(0, name.length() - ".class".length()).replaceAll("[/\\\\]", ".");
                    if (isMeant.test(type)) {
                        Class<?> found = Class.forName(type, false, one.getClassLoader());
                        if (isPublic(found)) {
                            types.add(found);
                        }
                    }
                }
            }
            return types;
        });
    }

    private static Stream<Class<?>> inClasses(Class<?> one, Reading reading) {
        try {
            Path place = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                return reading.read(place).stream();
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                return reading.read(jar.getPath("/")).stream();
            }
        } catch (Exception failed) {
            throw new AssertionError("The classes beside " + one + " cannot be read.", failed);
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> one = type; one != null; one = one.getEnclosingClass()) {
            if (!Modifier.isPublic(one.getModifiers()) || one.isSynthetic() || one.isAnonymousClass()) {
                return false;
            }
        }
        // A companion object is how Kotlin says static; what Java programs use stands in the class itself.
        return !type.getSimpleName().equals("Companion");
    }

    private static Stream<Member> members(Class<?> type) {
        return Stream.<Function<Class<?>, Member[]>>of(
                        Class::getDeclaredMethods, Class::getDeclaredConstructors, Class::getDeclaredFields)
                .flatMap(kind -> Arrays.stream(kind.apply(type)))
                .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                .filter(member -> !member.isSynthetic() && !member.getName().equals("Companion"));
    }

    /** An {@code internal} member of Kotlin: public in the class file, under a name that says whose it is. */
    private static boolean isInternal(Member member) {
        return member.getName().endsWith("$confab_transport_core");
    }

    /** What clients call at a store. Java programs make a store and pass it on. */
    private static boolean isOfStore(Member member) {
        return Stream.of(SessionStore.class, RecordStore.class)
                .filter(store -> store.isAssignableFrom(member.getDeclaringClass()))
                .flatMap(store -> Arrays.stream(store.getMethods()))
                .anyMatch(method -> method.getName().equals(member.getName()));
    }

    private static boolean isForOthers(Member member) {
        return FOR_OTHERS.containsKey(place(member)) || FOR_OTHERS.containsKey(member.getName());
    }

    private static boolean isOfEnum(Member member) {
        return member.getDeclaringClass().isEnum() && member.getName().equals("getEntries");
    }

    private static String place(Member member) {
        return member.getDeclaringClass().getSimpleName() + "." + member.getName();
    }

    private static String signature(Member member) {
        if (member instanceof Method method) {
            return method.toGenericString();
        }
        return member instanceof Field field ? field.toGenericString() : ((Constructor<?>) member).toGenericString();
    }

    private interface Reading {
        List<Class<?>> read(Path root) throws Exception;
    }
}
