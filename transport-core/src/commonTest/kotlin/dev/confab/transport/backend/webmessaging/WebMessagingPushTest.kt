package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.MessagingException
import dev.confab.transport.testing.FakeTransport
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull

@OptIn(ExperimentalCoroutinesApi::class)
class WebMessagingPushTest {
    private val rest = FakeRest()
    private val options = FakeRest.options().token("TOKEN-A").build()
    private var now = 1_000_000_000_000
    private var language = "en-US"
    private val push = push()

    @Test
    fun a_device_is_registered_once() = runTest {
        assertEquals(PushSync.REGISTERED, push.synchronize("device-1", PushProvider.FCM))
        assertEquals(PushSync.UNCHANGED, push.synchronize("device-1", PushProvider.FCM))

        val asked = rest.asked.single()
        assertEquals(
            "POST https://api.mypurecloud.de/api/v2/webmessaging/deployments/${FakeRest.DEPLOYMENT}/pushdevices/token-a",
            "${asked.method} ${asked.url}",
        )
        assertEquals(
            """{"deviceToken":"device-1","language":"en-us","deviceType":"android","notificationProvider":"FCM"}""",
            asked.body,
        )
    }

    @Test
    fun what_has_changed_is_told() = runTest {
        push.synchronize("device-1", PushProvider.FCM)

        assertEquals(PushSync.UPDATED, push.synchronize("device-2", PushProvider.FCM))
        language = "de-DE"
        assertEquals(PushSync.UPDATED, push.synchronize("device-2", PushProvider.FCM))
        now += PushRecord.SYNC_MILLIS - 1
        assertEquals(PushSync.UNCHANGED, push.synchronize("device-2", PushProvider.FCM))
        now += 1
        assertEquals(PushSync.UPDATED, push.synchronize("device-2", PushProvider.FCM))

        assertEquals(listOf("POST", "PATCH", "PATCH", "PATCH"), methods())
        assertEquals("""{"deviceToken":"device-2","language":"de-de"}""", rest.asked.last().body)
    }

    @Test
    fun another_session_token_registers_anew_and_removes_the_old_registration() = runTest {
        push.synchronize("device-1", PushProvider.FCM)

        assertNull(push.sessionOpened("TOKEN-B", notifies = true))

        assertEquals(
            listOf("POST token-a", "POST token-b", "DELETE token-a"),
            rest.asked.map {
                "${it.method} ${it.url.substringAfterLast('/')}"
            },
        )
        assertNull(push.sessionOpened("TOKEN-B", notifies = true))
        assertEquals(3, rest.asked.size)
    }

    @Test
    fun an_old_registration_that_could_not_be_removed_is_removed_the_next_time() = runTest {
        push.synchronize("device-1", PushProvider.FCM)
        rest.answer = { if (it.method == "DELETE") rest.broken() else FakeRest.Answer(204) }
        push.sessionOpened("token-b", notifies = true)
        rest.answer = { FakeRest.Answer(204) }

        push.sessionOpened("token-b", notifies = true)

        assertEquals("DELETE token-a", rest.asked.last().let { "${it.method} ${it.url.substringAfterLast('/')}" })
    }

    @Test
    fun a_service_that_does_not_know_the_device_is_told_of_it_and_one_that_does_is_told_what_is_new() = runTest {
        push.synchronize("device-1", PushProvider.FCM)
        rest.answer = { if (it.method == "PATCH") refusal("device.not.found", 404) else FakeRest.Answer(204) }
        assertEquals(PushSync.REGISTERED, push.synchronize("device-2", PushProvider.FCM))

        push.unregister()
        rest.answer = { if (it.method == "POST") refusal("device.already.registered", 409) else FakeRest.Answer(204) }
        assertEquals(PushSync.UPDATED, push.synchronize("device-2", PushProvider.FCM))
    }

    @Test
    fun a_service_that_contradicts_itself_is_asked_twice_and_not_for_ever() = runTest {
        rest.answer = { if (it.method == "POST") refusal("device.already.registered", 409) else refusal("device.not.found", 404) }

        val failure = assertFailsWith<MessagingException> { push.synchronize("device-1", PushProvider.FCM) }

        assertEquals(6022, failure.code.value)
        assertEquals(2, rest.asked.size)
    }

    @Test
    fun every_refusal_has_its_code() = runTest {
        val expected = mapOf(
            "device.registration.failure" to 6024,
            "identity.resolution.disabled" to 6024,
            "device.update.failure" to 6025,
            "device.delete.failure" to 6026,
            "contacts.stitching.error" to 6023,
            "feature.toggle.disabled" to 4000,
            "too.many.requests.retry.after" to 4029,
            "required.fields.missing" to 4020,
            "update.fields.missing" to 4020,
            "invalid.path.parameter" to 6020,
            "deployment.not.found" to 6020,
        )

        val seen = expected.keys.associateWith { name ->
            rest.answer = { refusal(name, 400) }
            assertFailsWith<MessagingException> { push.synchronize("device-1", PushProvider.FCM) }.code.value
        }
        rest.answer =
            { FakeRest.Answer(400, """{"code":"invalid.path.parameter","message":"The deployment id a does not match the token id b"}""") }
        val mismatch = assertFailsWith<MessagingException> { push.synchronize("device-1", PushProvider.FCM) }

        assertEquals(expected, seen)
        assertEquals(6027, mismatch.code.value)
    }

    @Test
    fun SEC3_no_failure_shows_the_session_token_or_the_device() = runTest {
        for (answer in listOf<
            suspend (
                FakeRest.Asked,
            ) -> FakeRest.Answer,
            >({ rest.broken() }, { FakeRest.Answer(400, "token-a device-1") })) {
            rest.answer = answer
            val shown = assertFailsWith<MessagingException> {
                push.synchronize("device-1", PushProvider.FCM)
            }.stackTraceToString().lowercase()
            assertFalse("token-a" in shown, shown)
            assertFalse("device-1" in shown, shown)
        }
    }

    @Test
    fun a_wish_without_a_session_waits_for_one() = runTest {
        val waiting = WebMessagingPush(FakeRest.options().build(), rest.http, { now }, { language })

        assertEquals(PushSync.WAITING, waiting.synchronize("device-1", PushProvider.APNS))
        assertEquals(0, rest.asked.size)
        waiting.sessionOpened("token-c", notifies = true)

        assertEquals(
            """{"deviceToken":"device-1","language":"en-us","deviceType":"ios","notificationProvider":"APNS"}""",
            rest.asked.single().body,
        )
    }

    @Test
    fun a_session_that_stays_open_tells_the_service_every_30_days_and_tries_again_what_failed() = runTest {
        val push = WebMessagingPush(options, rest.http, { now + testScheduler.currentTime }, { language })
        push.synchronize("device-1", PushProvider.FCM)
        val hours = ArrayList<Long>()
        val told = ArrayList<LinkEvent>()
        val enough = CompletableDeferred<Unit>()
        rest.answer = {
            assertEquals("PATCH", it.method)
            hours += testScheduler.currentTime / HOUR_MILLIS
            if (hours.size == 3) enough.complete(Unit)
            if (hours.size == 1) refusal("device.update.failure", 500) else FakeRest.Answer(204)
        }

        val watch = SignInWatch(options.withPush(push), GuestIdentity(options), notifies = true)
        backgroundScope.launch { watch.watch("TOKEN-A", INFO, told::add) }
        enough.await()

        assertEquals(listOf(30 * 24L, 30 * 24L + 6, 60 * 24L + 6), hours)
        assertEquals(6025, (told.single() as LinkEvent.Refused).failure.code.value)
    }

    @Test
    fun where_the_deployment_does_not_notify_nothing_is_told() = runTest {
        val push = WebMessagingPush(options, rest.http, { now + testScheduler.currentTime }, { language })
        push.synchronize("device-1", PushProvider.FCM)

        SignInWatch(options.withPush(push), GuestIdentity(options), notifies = false).watch("TOKEN-A", INFO) {}

        assertEquals(listOf("POST"), methods())
    }

    @Test
    fun a_device_that_is_not_registered_may_be_left_alone() = runTest {
        push.unregister()
        assertEquals(0, rest.asked.size)

        push.synchronize("device-1", PushProvider.FCM)
        rest.answer = { refusal("device.not.found", 404) }
        push.unregister()

        assertEquals(listOf("POST", "DELETE"), methods())
        push.unregister()
        assertEquals(2, rest.asked.size)
    }

    private fun push() = WebMessagingPush(options, rest.http, { now }, { language })

    private fun methods() = rest.asked.map { it.method }

    private fun refusal(code: String, status: Int) = FakeRest.Answer(status, """{"message":"no","code":"$code","status":$status}""")

    private companion object {
        const val HOUR_MILLIS = 3_600_000L
        val INFO = FakeTransport.info()
    }
}
