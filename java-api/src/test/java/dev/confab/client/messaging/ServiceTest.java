package dev.confab.client.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.Subscription;
import dev.confab.sandbox.fault.ConnectionFault.RefuseConnect;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.amm.AmmFlavour;
import dev.confab.transport.backend.amm.CredentialChallenge;
import dev.confab.transport.backend.amm.CredentialProvider;
import dev.confab.transport.backend.amm.CredentialReply;
import dev.confab.transport.backend.amm.InvalidCredentials;
import dev.confab.transport.backend.amm.UserCredential;
import dev.confab.transport.jvm.CallbackThreads;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import dev.confab.transport.policy.RatePolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for the service as a whole. */
class ServiceTest extends MessagingTest {

    @Test
    void aUserWithoutTheServiceIsToldTheWayOut() {
        User user = closing(User.create(AmmConfiguration.builder()
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"))
                .restConfig("amm.example.com", 8443, true)
                .build()));
        result(user.start());
        MessagingException failure = assertThrows(MessagingException.class, user::getMessaging);
        assertEquals(ErrorCode.FEATURE_UNAVAILABLE, failure.getCode());
        assertTrue(String.valueOf(failure.getMessage()).contains("enabled(true)"), failure.getMessage());
        result(user.stop());
    }

    @Test
    void aConfigurationThatSaysTooLittleIsRefused() {
        AmmConfiguration.Builder nowhere = AmmConfiguration.builder()
                .enabled(true)
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"));
        assertThrows(IllegalArgumentException.class, nowhere::build);
        AmmConfiguration.Builder nobody =
                AmmConfiguration.builder().enabled(true).restConfig("amm.example.com", 8443, true);
        assertThrows(IllegalArgumentException.class, nobody::build);
        assertThrows(
                IllegalArgumentException.class, () -> AmmConfiguration.builder().pollIntervalInMinutes(-1));
        assertFalse(AmmConfiguration.builder().allowPrevalidation(true).build().isEnabled());
    }

    @Test
    void theSettingsOfTheConfigurationWork() {
        AmmConfiguration.Builder builder = AmmConfiguration.builder()
                .enabled(true)
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"))
                .restConfig("127.0.0.1", sandbox.port(), false);
        User screening = closing(User.create(builder.build()));
        // The older dialect asks for lists without a body; nothing is taken for invalid unasked.
        User asking = closing(User.create(
                builder.newestFlavour(AmmFlavour.V3_0).screenAddresses(false).build()));
        result(screening.start());
        assertEquals(0, asked(screening));
        assertFalse(listedByGet());
        result(asking.start());
        assertEquals(1, asked(asking));
        assertTrue(listedByGet());

        User impatient = closing(User.create(builder.credentialTimeout(1)
                .credentialProvider((challenge, reply) -> {})
                .build()));
        assertEquals(ErrorCode.AUTH_FAILED, failure(impatient.start()).getCode());
    }

    @Test
    void whoIsNotToldOfNewsAsksForThem() {
        AmmConfiguration configuration = AmmConfiguration.builder()
                .enabled(true)
                .pollIntervalInMinutes(60)
                .credentialProvider(CredentialProvider.password("alice", "alice-secret"))
                .restConfig("127.0.0.1", sandbox.port(), false)
                .build();
        // Each question goes out: the usual pause between two of them is thirty seconds.
        MessagingClientConfig config = MessagingClientConfig.builder()
                .rate(new RatePolicy(0, 5_000, 0))
                .build();
        User user = closing(User.create(configuration, config, CallbackThreads.getExecutor()));
        result(user.start());
        Conversation conversation = talk(user.getMessaging(), BOB, "hello");
        say(withWords(started("bob"), "hello"), "hello yourself");
        until("the news are there", () -> {
            result(user.getMessaging().refresh());
            return bodies(conversation).contains("hello yourself");
        });
        assertTrue(subscribes("bob"));
        assertFalse(subscribes("alice"));
    }

    private boolean subscribes(String login) {
        return sandbox.ledger().stream()
                .anyMatch(it -> it.payload().contains("\"subscribe\"") && login.equals(it.session()));
    }

    private boolean listedByGet() {
        return sandbox.ledger().stream()
                .anyMatch(it -> it.payload().contains("\"method\":\"GET\",\"path\":\"/aem/resources/conversations\""));
    }

    /** How often the server is asked for an address whose domain it does not route. */
    private long asked(User user) {
        long before = validations();
        List<AddressValidation> answers = result(user.getMessaging().validateAddresses(List.of("bob@elsewhere.test")));
        assertFalse(answers.get(0).isValid());
        return validations() - before;
    }

    private long validations() {
        return sandbox.ledger().stream()
                .filter(it -> it.direction().equals("received") && it.payload().contains("/validateAddresses"))
                .count();
    }

    @Test
    void theServiceIsAvailableBetweenStartAndStop() {
        User user = user("alice");
        Messaging messaging = user.getMessaging();
        List<String> told = new CopyOnWriteArrayList<>();
        Subscription unused = messaging.addOnMessagingServiceAvailableCallback(service -> told.add("available"));
        Subscription unusedToo = messaging.addOnMessagingServiceUnavailableCallback(service -> told.add("unavailable"));
        assertTrue(messaging.getStartServiceCapability().isAllowed());
        assertFalse(messaging.isServiceAvailable());
        assertNull(messaging.getSelfAddress());

        result(user.start());
        assertTrue(messaging.isServiceAvailable());
        assertEquals(
                DenialReason.INVALID_STATE,
                messaging.getStartServiceCapability().getDenialReason());
        until("it is told to be available", () -> told.equals(List.of("available")));

        result(user.stop());
        assertFalse(messaging.isServiceAvailable());
        until("it is told to be unavailable", () -> told.equals(List.of("available", "unavailable")));

        result(user.start());
        until("it is available again", () -> told.equals(List.of("available", "unavailable", "available")));
    }

    @Test
    void aLostConnectionMakesTheServiceUnavailableForAWhile() {
        Messaging messaging = started("alice");
        AtomicInteger available = new AtomicInteger();
        AtomicInteger unavailable = new AtomicInteger();
        Subscription unused = messaging.addOnMessagingServiceAvailableCallback(it -> available.incrementAndGet());
        Subscription unusedToo =
                messaging.addOnMessagingServiceUnavailableCallback(it -> unavailable.incrementAndGet());
        String refusal = sandbox.faults().add(new RefuseConnect(503));
        sandbox.dropConnections();
        until("the loss is told", () -> unavailable.get() == 1);
        assertTrue(sandbox.faults().remove(refusal));
        until("the return is told", () -> available.get() == 1);
        assertTrue(messaging.isServiceAvailable());
    }

    @Test
    void whatTheServiceCanDoFollowsTheConnectionAndIsTold() throws Exception {
        User user = user("alice");
        Messaging messaging = user.getMessaging();
        List<Capability> capabilities = List.of(
                messaging.getRetrieveConversationsCapability(),
                messaging.getSearchConversationsCapability(),
                messaging.getValidateParticipantAddressesCapability(),
                messaging.getMarkContentAsReadCapability());
        capabilities.forEach(it -> assertEquals(DenialReason.INVALID_STATE, it.getDenialReason()));
        capabilities.forEach(it -> assertNotNull(it.getDenialExplanation()));
        assertTrue(messaging.getCreateConversationCapability().isAllowed());

        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        closing(executor::shutdownNow);
        List<String> told = new CopyOnWriteArrayList<>();
        Subscription subscription = messaging
                .getSearchConversationsCapability()
                .addOnChangedCallback(
                        it -> told.add(Thread.currentThread().getName() + " " + it.isAllowed()), executor);
        result(user.start());
        capabilities.forEach(it -> assertTrue(it.isAllowed(), it::toString));
        until("the change is told on the executor", () -> told.equals(List.of("mine true")));

        subscription.close();
        result(user.stop());
        executor.submit(() -> {}).get();
        assertEquals(List.of("mine true"), told);
    }

    @Test
    void theServerTellsItsLimitsItsDomainsAndTheUsersAddress() {
        User user = user("alice");
        Messaging messaging = user.getMessaging();
        assertEquals(MessagingLimits.UNLIMITED, messaging.getMessagingLimits().getMaxTextLength());
        AtomicInteger told = new AtomicInteger();
        Subscription unused = messaging.addOnMessagingLimitsChangedCallback((it, limits) -> told.incrementAndGet());
        Subscription unusedToo = messaging.addOnRoutableDomainsChangedCallback((it, domains) -> told.incrementAndGet());
        result(user.start());
        assertEquals(ALICE, messaging.getSelfAddress());
        assertEquals(List.of("example.com"), messaging.getRoutableDomains());
        MessagingLimits limits = messaging.getMessagingLimits();
        assertEquals(5_000, limits.getMaxTextLength());
        assertEquals(50, limits.getMaxConversationSubjectLength());
        assertEquals(5_000_000, limits.getMaxAudioSize());
        assertEquals(5_000_000, limits.getMaxImageSize());
        assertEquals(20_000_000, limits.getMaxVideoSize());
        assertEquals(10_000_000, limits.getMaxGenericAttachmentSize());
        until("limits and domains are told", () -> told.get() == 2);
    }

    @Test
    void whoIsNotLetInIsAskedAgainAndThenToldOf() {
        List<Integer> failures = new CopyOnWriteArrayList<>();
        AtomicInteger accepted = new AtomicInteger();
        User user = user(new CredentialProvider() {
            @Override
            public void onChallenge(CredentialChallenge challenge, CredentialReply reply) {
                failures.add(challenge.getFailureCount());
                reply.answer(UserCredential.password("alice", "wrong"));
            }

            @Override
            public void onInvalidCredentials(InvalidCredentials event) {
                event.retry(new CredentialProvider() {
                    @Override
                    public void onChallenge(CredentialChallenge challenge, CredentialReply reply) {
                        reply.answer(UserCredential.token("alice-token"));
                    }

                    @Override
                    public void onAccepted(CredentialChallenge challenge) {
                        accepted.incrementAndGet();
                    }
                });
            }
        });
        result(user.start());
        assertEquals(0, failures.get(0));
        assertTrue(failures.size() >= 2, failures.toString());
        until("the right answer is told as such", () -> accepted.get() == 1);
        assertEquals(ALICE, user.getMessaging().getSelfAddress());

        User stranger = user(CredentialProvider.password("alice", "wrong"));
        assertEquals(ErrorCode.AUTH_FAILED, failure(stranger.start()).getCode());
        assertFalse(stranger.getMessaging().isServiceAvailable());
        assertEquals(
                ErrorCode.AUTH_FAILED,
                failure(stranger.getMessaging().getActiveConversations().toFuture())
                        .getCode());
    }

    @Test
    void validAndInvalidAddressesAreToldApart() {
        Messaging messaging = started("alice");
        List<AddressValidation> answers =
                result(messaging.validateAddresses(List.of(BOB, NOBODY, "bob@elsewhere.test")));
        assertEquals(
                List.of(BOB, NOBODY, "bob@elsewhere.test"),
                answers.stream().map(AddressValidation::getQuery).toList());
        assertEquals(
                List.of(true, false, false),
                answers.stream().map(AddressValidation::isValid).toList());
        assertEquals(BOB, answers.get(0).getValidAddresses().get(0).getAddress());
        assertEquals(
                ErrorCode.NOT_CONNECTED,
                failure(user("bob").getMessaging().validateAddresses(List.of(BOB)))
                        .getCode());
    }

    @Test
    void conversationsAreFoundByTheirWords() {
        Messaging alice = started("alice");
        Conversation parcel = talk(alice, BOB, "Where is the blue parcel?");
        Conversation other = talk(alice, CAROL, "Shall we meet?");
        DataRetrieval<Conversation> retrieval = alice.searchConversations(new MessagingQuery("blue parcel"));
        List<Conversation> found = result(retrieval.toFuture());
        assertEquals(List.of(parcel), found);
        assertTrue(retrieval.isCompleted());
        assertEquals(
                List.of(),
                result(alice.searchConversations(new MessagingQuery("blue parcel").searchBody(false))
                        .toFuture()));
        assertTrue(alice.getActiveConversations().getDataSet().getSnapshot().contains(other));
    }

    @Test
    void aRetrievalTellsItsEndAlsoToThoseWhoAskLate() {
        Messaging alice = started("alice");
        talk(alice, BOB, "hello");
        DataRetrieval<Conversation> active = alice.getActiveConversations();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Subscription unused = active.addOnDataRetrievalDoneCallback(set -> done.addAndGet(set.size()));
        until("it is done", () -> done.get() == 1);
        Subscription unusedLate = active.addOnDataRetrievalDoneCallback(set -> done.addAndGet(set.size()));
        until("the late one is told", () -> done.get() == 2);
        active.cancel();
        assertFalse(active.isCancelled());

        AtomicInteger progress = new AtomicInteger();
        Subscription unusedGrowing = active.addOnDataRetrievalProgressCallback(progress::set);
        talk(alice, CAROL, "hello");
        until("it grows", () -> progress.get() == 2);

        DataRetrieval<Conversation> waiting = user("bob").getMessaging().getActiveConversations();
        Subscription unusedFailure = waiting.addOnDataRetrievalFailedCallback(reason -> failed.incrementAndGet());
        waiting.cancel();
        assertTrue(waiting.isCancelled());
        assertEquals(0, failed.get());
    }

    @Test
    void aRetrievalWhoseExecutorIsGoneIsReported() throws Exception {
        DataRetrieval<Conversation> search =
                user("alice").getMessaging().searchConversations(new MessagingQuery("whatever"));
        assertEquals(ErrorCode.NOT_CONNECTED, failure(search.toFuture()).getCode());
        AtomicReference<@Nullable Throwable> reported = new AtomicReference<>();
        RejectedExecutionException gone = new RejectedExecutionException("gone");
        Thread asking = new Thread(() -> {
            Subscription unused = search.addOnDataRetrievalFailedCallback(reason -> {}, task -> {
                throw gone;
            });
        });
        asking.setUncaughtExceptionHandler((thread, failure) -> reported.set(failure));
        asking.start();
        asking.join(60_000);
        assertEquals(gone, reported.get());
    }

    @Test
    void afterClosingNobodyIsToldAnything() {
        User user = user("alice");
        AtomicInteger told = new AtomicInteger();
        Subscription unused =
                user.getMessaging().addOnMessagingServiceUnavailableCallback(it -> told.incrementAndGet());
        result(user.start());
        user.close();
        assertEquals(ErrorCode.CLIENT_CLOSED, failure(user.start()).getCode());
        assertEquals(0, told.get());
        user.close();
    }
}
