package dev.confab.docs;

import dev.confab.client.messaging.AmmConfiguration;
import dev.confab.client.messaging.Conversation;
import dev.confab.client.messaging.Message;
import dev.confab.client.messaging.Messaging;
import dev.confab.client.messaging.User;
import dev.confab.transport.backend.amm.CredentialProvider;
import java.util.List;

@SuppressWarnings("FutureReturnValueIgnored") // The last one of them tells how all went.
final class JavaMessaging {
    // snippet:java-messaging
    static String greet(String host, int port, boolean isSecure) {
        var configuration = AmmConfiguration.builder()
                .enabled(true)
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"))
                .restConfig(host, port, isSecure) // the sandbox; a real server: "amm.example.com", 8443, true
                .build();
        try (User user = User.create(configuration)) {
            Messaging messaging = user.getMessaging();
            user.start().join();
            Conversation conversation = messaging.createConversation();
            conversation.addParticipantAddresses(List.of("bob@example.com"));
            Message message = conversation.createMessage();
            message.setBodyAndReportTyping("Hello, Bob!");
            return message.send().join().getBody(); // complete when there is proof that the service has it
        }
    }
    // snippet-end

    private JavaMessaging() {}
}
