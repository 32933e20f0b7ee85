package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.transport.ConversationHistory;
import dev.confab.transport.MessagingClient;
import dev.confab.transport.model.MessagingEvent;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.Test;

/** Whatever the Kotlin face of a client can, the Java face can. */
class FacesTest {

    /** Members that have another shape in Java: events go to listeners, history is a verb, progress needs an executor. */
    private static final Set<String> OTHERWISE = Set.of(
            "events()",
            "history()",
            "history(ConversationId)",
            "attach(AttachmentId, AttachmentSource, AttachmentProgress)",
            "close()");

    @Test
    void everyMemberOfTheKotlinFaceHasItsTwin() {
        Set<String> java = Arrays.stream(AsyncMessagingClient.class.getMethods())
                .map(method -> signature(method.getName(), Arrays.stream(method.getParameterTypes())))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = Arrays.stream(MessagingClient.class.getMethods())
                .map(FacesTest::inJava)
                .filter(member -> !OTHERWISE.contains(member))
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(java);
        assertEquals(Set.of(), missing, "AsyncMessagingClient lacks these members of MessagingClient.");
        assertEquals(
                List.of("next"),
                Arrays.stream(ConversationHistory.class.getMethods())
                        .map(Method::getName)
                        .toList(),
                "nextHistory() is all there is of the history: add what is new to AsyncMessagingClient.");
    }

    @Test
    void everyVerbIsAFuture() {
        Set<String> verbs = Arrays.stream(MessagingClient.class.getMethods())
                .filter(FacesTest::isSuspending)
                .map(FacesTest::inJava)
                .filter(member -> !OTHERWISE.contains(member))
                .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                Arrays.stream(AsyncMessagingClient.class.getMethods())
                        .filter(method ->
                                verbs.contains(signature(method.getName(), Arrays.stream(method.getParameterTypes()))))
                        .filter(method -> method.getReturnType() != CompletableFuture.class)
                        .toList());
    }

    @Test
    void everyKindOfEventAndEveryValueHasItsCallback() {
        Set<String> callbacks = Arrays.stream(MessagingListener.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> missing = Arrays.stream(MessagingEvent.class.getDeclaredClasses())
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .map(type -> "on" + type.getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        Stream.of("State", "Conversation", "Conversations", "Draft", "Capabilities", "CustomAttributes")
                .forEach(value -> missing.add("on" + value + "Changed"));
        missing.removeAll(callbacks);
        assertEquals(Set.of(), missing, "MessagingListener has no method for these.");
    }

    @Test
    void everyValueHasItsPublisher() {
        Set<String> publishers = Arrays.stream(ClientPublishers.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(Set.of(
                        "states",
                        "conversations",
                        "allConversations",
                        "drafts",
                        "events",
                        "capabilities",
                        "customAttributes")),
                publishers);
    }

    private static boolean isSuspending(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(Continuation.class);
    }

    private static String inJava(Method method) {
        String name = method.getName();
        String plain = name.startsWith("get") ? Character.toLowerCase(name.charAt(3)) + name.substring(4) : name;
        return signature(plain, Arrays.stream(method.getParameterTypes()).filter(type -> type != Continuation.class));
    }

    private static String signature(String name, Stream<Class<?>> parameters) {
        return name + parameters.map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    }
}
