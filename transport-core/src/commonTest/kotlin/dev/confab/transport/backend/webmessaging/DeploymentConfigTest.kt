package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.SessionInfo
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.model.Limits
import dev.confab.transport.model.MessagingException
import dev.confab.transport.net.BoundedJson
import dev.confab.transport.store.InMemoryRecordStore
import io.ktor.http.HttpHeaders
import io.ktor.http.headersOf
import kotlinx.coroutines.test.runTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

class DeploymentConfigTest {
    private val rest = FakeRest()
    private val records = InMemoryRecordStore()

    private fun deployment() = WebMessagingDeployment.create(FakeRest.options().records(records, "guest").build(), rest.http)

    @Test
    fun everything_that_the_file_says_can_be_read() = runTest {
        rest.answer = { FakeRest.Answer(200, FULL) }

        val config = deployment().deploymentConfig()

        assertEquals("12", config.version)
        assertEquals(listOf("en-us", "de"), config.languages)
        assertTrue(config.auth.enabled && config.auth.allowSessionUpgrade && config.messenger.conversations.notificationsEnabled)
        assertTrue(config.messenger.conversations.disconnectReadOnly && config.messenger.conversations.notificationsWithContent)
        assertEquals("Ada", config.messenger.conversations.botName)
        assertEquals(86_400L, config.messenger.conversations.sessionDurationSeconds)
        assertEquals(listOf("image/png"), config.messenger.fileUpload.modes.single().fileTypes)
        assertEquals(10_240L, config.messenger.fileUpload.modes.single().maxFileSizeKb)
        assertEquals("On", config.messenger.launcher.visibility)
        assertEquals(20L, config.messenger.position.sideSpace)
        assertTrue("supportCenter" in config.json)
    }

    @Test
    fun what_may_be_left_out_has_its_default() = runTest {
        rest.answer = { FakeRest.Answer(200, SMALLEST) }

        val conversations = deployment().deploymentConfig().messenger.conversations

        assertTrue(
            !conversations.autoStart && !conversations.showUserTyping && !conversations.clearEnabled && !conversations.disconnectReadOnly,
        )
        assertNull(deployment().deploymentConfig().messenger.fileUpload.enabled)
    }

    @Test
    fun an_old_deployment_says_in_its_config_which_files_it_takes() {
        fun config(upload: String) = DeploymentConfig(BoundedJson.parseObject("""{"messenger":{"fileUpload":$upload}}""")!!, "")
        val modes = """"modes":[{"fileTypes":["image/png",null],"maxFileSizeKB":10},{"fileTypes":["text/plain"],"maxFileSizeKB":99}]"""
        val silent = SessionInfo(true, true, false, false, Limits(4096, 2048, null, emptyList(), listOf(".exe")), null, null)

        assertEquals(
            Limits(4096, 2048, 10 * 1024, listOf("image/png", "text/plain"), listOf(".exe")),
            config("{$modes}").completed(silent).limits,
        )
        assertEquals(silent.limits, config("""{"enableAttachments":true,$modes}""").completed(silent).limits)
        assertEquals(silent.limits, config("{}").completed(silent).limits)
        val newer = silent.withLimits(Limits(4096, 2048, 1, listOf("video/*"), emptyList()))
        assertEquals(newer.limits, config("{$modes}").completed(newer).limits)
    }

    @Test
    fun missing_fields_are_told_by_name_with_the_deployment() = runTest {
        val lacking = SMALLEST.replace("\"defaultLanguage\":\"en-us\",", "").replace("\"auth\":{\"enabled\":true}", "\"auth\":{}")
        rest.answer = { FakeRest.Answer(200, lacking) }

        val failure = fails(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED)

        assertTrue("defaultLanguage, auth.enabled" in failure && FakeRest.DEPLOYMENT in failure, failure)
    }

    @Test
    fun a_deployment_that_is_switched_off_unknown_or_another_one_is_told_with_the_way_out() = runTest {
        rest.answer = { FakeRest.Answer(200, SMALLEST.replace("Active", "Inactive")) }
        assertTrue("activate" in fails(ErrorCode.DEPLOYMENT_INACTIVE))
        rest.answer = { FakeRest.Answer(403) }
        assertTrue("check the deployment id" in fails(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED))
        rest.answer = { FakeRest.Answer(200, SMALLEST.replace(FakeRest.DEPLOYMENT, "another")) }
        assertTrue("deployment another" in fails(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED))
        rest.answer = { FakeRest.Answer(200, "<html>") }
        assertTrue("is none" in fails(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED))
    }

    @Test
    fun a_copy_is_asked_about_with_its_etag() = runTest {
        rest.answer = {
            val known = it.headers[HttpHeaders.IfNoneMatch] == "\"v1\""
            if (known) FakeRest.Answer(304) else FakeRest.Answer(200, SMALLEST, headersOf(HttpHeaders.ETag, "\"v1\""))
        }

        val first = deployment().deploymentConfig()
        val second = deployment().deploymentConfig()

        assertEquals(first, second)
        assertEquals(listOf(null, "\"v1\""), rest.asked.map { it.headers[HttpHeaders.IfNoneMatch] })
    }

    @Test
    fun a_copy_serves_while_the_service_is_out_of_reach_also_after_a_restart() = runTest {
        rest.answer = { FakeRest.Answer(200, SMALLEST) }
        val before = deployment().deploymentConfig()

        rest.answer = { rest.broken() }
        assertEquals(before, deployment().deploymentConfig())
        rest.answer = { FakeRest.Answer(503) }
        assertEquals(before, deployment().deploymentConfig())

        records.removeRecord("config/https://api-cdn.mypurecloud.de/${FakeRest.DEPLOYMENT}")
        fails(ErrorCode.DEPLOYMENT_CONFIG_FETCH_FAILED)
    }

    @Test
    fun every_region_has_a_domain_and_its_own_buckets() {
        assertEquals(17, GenesysCloudRegion.entries.map { it.domain }.toSet().size)
        assertEquals(GenesysCloudRegion.FRANKFURT, GenesysCloudRegion.ofDomain("MyPureCloud.de"))
        assertNull(GenesysCloudRegion.ofDomain("example.com"))
        assertTrue(GenesysCloudRegion.FRANKFURT.isUploadHost("shyrka-prod-euc1.s3.eu-central-1.amazonaws.com"))
        assertTrue(GenesysCloudRegion.US_EAST.isUploadHost("shyrka-prod.s3.us-east-1.amazonaws.com"))
        val tricks = listOf(
            "shyrka-prod.s3.us-east-1.amazonaws.com",
            "shyrka-prod.s3.eu-central-1.amazonaws.com.example.com",
            "example.shyrka-prod.s3.eu-central-1.amazonaws.com",
            "other.s3.eu-central-1.amazonaws.com",
        )
        assertEquals(emptyList(), tricks.filter(GenesysCloudRegion.FRANKFURT::isUploadHost))
    }

    private suspend fun fails(code: ErrorCode): String {
        val failure = assertFailsWith<MessagingException> { deployment().deploymentConfig() }
        assertEquals(code, failure.code)
        return failure.message.orEmpty()
    }

    private companion object {
        const val SMALLEST =
            """{"id":"${FakeRest.DEPLOYMENT}","version":"1","languages":[],"defaultLanguage":"en-us",""" +
                """"apiEndpoint":"https://api","status":"Active",""" +
                """"messenger":{"enabled":true,"apps":{"conversations":{"messagingEndpoint":"wss://w"}},""" +
                """"styles":{"primaryColor":"#204060"},"launcherButton":{"visibility":"On"},"fileUpload":{}},"journeyEvents":{"enabled":false},"auth":{"enabled":true}}"""
        const val FULL =
            """{"id":"${FakeRest.DEPLOYMENT}","version":"12","status":"Active","languages":["en-us","de"],"defaultLanguage":"en-us",""" +
                """"apiEndpoint":"https://api.mypurecloud.de","headlessMode":{"enabled":true},"supportCenter":{"enabled":true},""" +
                """"messenger":{"enabled":true,"sessionPersistenceType":"Disabled","apps":{"conversations":{"enabled":true,""" +
                """"messagingEndpoint":"wss://webmessaging.mypurecloud.de/v1","sessionDurationSeconds":86400,""" +
                """"showAgentTypingIndicator":true,"showUserTypingIndicator":true,"autoStart":{"enabled":true},""" +
                """"conversationDisconnect":{"enabled":true,"type":"ReadOnly"},"conversationClear":{"enabled":true},""" +
                """"notifications":{"enabled":true,"notificationContentType":"IncludeMessagesContent"},"markdown":{"enabled":true},""" +
                """"humanize":{"enabled":true,"bot":{"name":"Ada","avatarUrl":"https://x/a.png"}}}},""" +
                """"styles":{"primaryColor":"#204060"},""" +
                """"launcherButton":{"visibility":"On","displayType":"Icon","icon":{"url":"https://x/i.png"}},""" +
                """"homeScreen":{"enabled":true,"logoUrl":"https://x/l.png"},""" +
                """"position":{"alignment":"Auto","sideSpace":20,"bottomSpace":12},""" +
                """"fileUpload":{"enableAttachments":true,"modes":[{"fileTypes":["image/png"],"maxFileSizeKB":10240}]}},""" +
                """"journeyEvents":{"enabled":true},"auth":{"enabled":true,"allowSessionUpgrade":true}}"""
    }
}
