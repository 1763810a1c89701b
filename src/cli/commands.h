#pragma once

#include "cli/command_line.h"
#include "cli/exit_status.h"

namespace kenkei::cli {

// One function per verb; results go to standard output, everything else to standard error.
ExitStatus run_help(const HelpOptions&);
ExitStatus run_judge(const JudgeOptions&);
ExitStatus run_test(const TestOptions&);
ExitStatus run_check(const CheckOptions&);
ExitStatus run_diff(const DiffOptions&);
ExitStatus run_show(const ShowOptions&);
ExitStatus run_replay(const ReplayOptions&);
ExitStatus run_publish(const PublishOptions&);
ExitStatus run_compile(const CompileOptions&);
ExitStatus run_demo(const DemoOptions&);
ExitStatus run_form(const FormOptions&);
ExitStatus run_read(const ReadOptions&);
ExitStatus run_similar(const SimilarOptions&);
ExitStatus run_case(const CaseOptions&);
ExitStatus run_import(const ImportOptions&);
ExitStatus run_export(const ExportOptions&);
ExitStatus run_db(const DatabaseOptions&);
ExitStatus run_audit(const AuditOptions&);
ExitStatus run_retention(const RetentionOptions&);
ExitStatus run_mail(const MailOptions&);
ExitStatus run_serve(const ServeOptions&);
ExitStatus run_user(const UserOptions&);
ExitStatus run_version(const VersionOptions&);

}
