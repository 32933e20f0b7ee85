package dev.confab.client.messaging;

import dev.confab.transport.backend.amm.CredentialProvider;
import java.io.File;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program as the vendor's article "Working with Instant Messaging" leads to it, step by step and in its order; only the spelling is Java's. It
 * knows nothing else of this library.
 */
final class DocumentedProgram {

    final AtomicReference<String> received = new AtomicReference<>();
    final CountDownLatch heard = new CountDownLatch(1);
    final CountDownLatch available = new CountDownLatch(1);

    /** What it sent. */
    String conversationId = "";

    @SuppressWarnings("FutureReturnValueIgnored") // As in the article: nobody waits for an invitation.
    void run(String hostName, int port, String userName, String password, List<String> participants, File picture)
            throws Exception {
        // Initializing and configuring the MessagingService.
        CredentialProvider credentialProvider = CredentialProvider.password(userName, password);
        AmmConfiguration config = AmmConfiguration.builder()
                .enabled(true)
                .allowPrevalidation(true)
                .pollIntervalInMinutes(0)
                .credentialProvider(credentialProvider)
                .restConfig(hostName, port, false)
                .build();
        try (User user = User.create(config)) {
            Messaging messaging = user.getMessaging();
            messaging.addOnMessagingServiceAvailableCallback(service -> available.countDown());
            user.start().get(60, TimeUnit.SECONDS);

            // Creating a conversation.
            Conversation newConversation = messaging.createConversation();
            newConversation.addParticipantAddresses(participants);
            DataRetrieval<Conversation> conversations = messaging.getActiveConversations();

            // Creating a message, with an attachment.
            Message message = newConversation.createMessage();
            CompletableFuture<Integer> charactersLeft = message.setBodyAndReportTyping("Hello, here is the picture.");
            Attachment unwanted = message.createAttachment(picture);
            message.removeDraftAttachment(unwanted);
            message.createAttachment(picture);

            // Receive messages.
            DataSet<Message> messages = newConversation.getMessages();
            messages.addOnDataSetChangedCallback((items, change) -> items.stream()
                    .filter(item -> change == DataSetChangeType.ADDED && !item.isFromMe())
                    .filter(item -> item.getType() == MessageType.MESSAGE)
                    .forEach(item -> {
                        received.set(item.getBody());
                        heard.countDown();
                    }));

            Message sent = message.send().get(60, TimeUnit.SECONDS);
            conversationId = String.valueOf(newConversation.getId());
            if (charactersLeft.get(60, TimeUnit.SECONDS) <= 0
                    || sent.getAttachments().isEmpty()) {
                throw new IllegalStateException("The message is not what was written.");
            }
            if (!conversations.getDataSet().getSnapshot().contains(newConversation)) {
                throw new IllegalStateException("The conversation is not active.");
            }
            for (Attachment attachment : sent.getAttachments()) {
                if (attachment.getDownloadURL() == null) {
                    throw new IllegalStateException("The attachment cannot be fetched.");
                }
            }

            // Mark messages as read, and leave.
            if (!heard.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody answered.");
            }
            newConversation.markAllContentAsRead().get(60, TimeUnit.SECONDS);
            newConversation.leave().get(60, TimeUnit.SECONDS);
            user.stop().get(60, TimeUnit.SECONDS);
        }
    }
}
